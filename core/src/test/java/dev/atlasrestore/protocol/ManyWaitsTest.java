package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.exchange.Dialogue.response;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests ten thousand waits of one client: rule 27 of the contract. */
class ManyWaitsTest {

  private static final int WAITS = 10_000;
  private static final int RATE = 1_000;
  private static final int BURST = 20;
  private static final int SECONDS = 60;

  private final FakeClock clock = new FakeClock();

  @Test
  void tenThousandWaitsKeepToTheRateAndUseIt() {
    Instant end = FakeClock.START.plusSeconds(SECONDS);
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) ->
                new Simulation.Answer(
                    ofMillis(20), response(200, now.isBefore(end) ? "IN_PROGRESS" : "FINISHED")));
    RestoreJobCalls client =
        Client.of(config().withRandom(new Random(11)).withPollRate(RATE, ofSeconds(1)));
    for (int i = 0; i < WAITS; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    int[] counts = new int[SECONDS];
    for (Instant send : simulation.sends()) {
      if (send.isBefore(end)) {
        counts[(int) Duration.between(FakeClock.START, send).toSeconds()]++;
      }
    }
    assertThat(Arrays.stream(counts).max().orElseThrow())
        .as("requests in one second")
        .isBetween(RATE, RATE + BURST);
    for (int second = 0; second < 30; second++) {
      assertThat(counts[second])
          .as("requests in second " + second)
          .isGreaterThanOrEqualTo(RATE * 9 / 10);
    }
  }
}
