package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.OTHER_GROUP;
import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.exchange.Dialogue.response;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.Samples;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulates many waits of one client that are begun, cancelled and late, while the service limits
 * the rate: rule 33 of the contract. To run more seeds: {@code mvn test -pl core
 * -Dtest=PollRateSimulationTest -Dsimulation.seeds=1000}.
 */
class PollRateSimulationTest {

  private static final int BURST = 20;
  private static final Duration SPACING = ofSeconds(1);

  private final FakeClock clock = new FakeClock();

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("simulation.seeds", 1));
  }

  /**
   * Ten thousand waits begin within two hours. A third is cancelled. Timers are up to three seconds
   * late. Now and then the service stops the group.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void tenThousandWaitsKeepToTheRateAndAllEnd(long seed) {
    Random random = new Random(seed);
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) ->
                random.nextInt(500) == 0
                    ? answer(429, "", "Retry-After: " + random.nextInt(90))
                    : answer(200, random.nextInt(3) == 0 ? "FINISHED" : "IN_PROGRESS"));
    simulation.delayTimers(() -> ofMillis(random.nextInt(3_000)));
    AtlasConfig config = config().withRandom(random).withPoll(PollPolicy.every(ofMinutes(5)));
    RestoreJobCalls client = Client.of(config);
    List<Simulation.Run<RestoreJob>> runs = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Duration start = ofMillis(random.nextInt(7_200_000));
      Simulation.Run<RestoreJob> run = simulation.startIn(start, client.awaitCompletion(REF));
      runs.add(run);
      if (random.nextInt(3) == 0) {
        simulation.cancelIn(start.plusMillis(random.nextInt(3_600_000)), run);
      }
    }
    simulation.run();

    assertWindows(simulation.sends());
    assertThat(runs).allMatch(run -> run.isCancelled() || run.value() != null);
    Dialogue<RestoreJob> next = Dialogue.of(client.awaitCompletion(REF), clock);
    next.answer(200, "FINISHED").expectDone();
  }

  private static Simulation.Reply answer(int status, String body, String... headers) {
    return new Simulation.Answer(Duration.ofMillis(50), response(status, body, headers));
  }

  /** Checks that no time span holds more requests than the rate allows and one burst. */
  private static void assertWindows(List<Instant> sends) {
    // The bucket model: a request is allowed if the bucket still holds a permit.
    Instant fullAt = Instant.MIN;
    for (Instant send : sends) {
      fullAt = (fullAt.isAfter(send) ? fullAt : send).plus(SPACING);
      assertThat(Duration.between(send, fullAt))
          .as("permits that are missing in the bucket at %s", send)
          .isLessThanOrEqualTo(SPACING.multipliedBy(BURST));
    }
  }

  @Test
  void waitsPollInTheOrderInWhichTheyBecameDue() {
    List<Integer> order = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) -> {
              String path = request.uri().getPath();
              order.add(Integer.parseInt(path.substring(path.length() - 4), 16));
              return answer(200, "FINISHED");
            });
    RestoreJobCalls client = Client.of(config());
    // The get finds out that the service sends no challenge. So no wait pauses for a challenge.
    Dialogue.of(client.get(REF), clock).answer(200, "FINISHED").expectDone();
    for (int i = 0; i < 500; i++) {
      RestoreJobRef ref = new RestoreJobRef(REF.groupId(), REF.cluster(), "%024x".formatted(i));
      simulation.startIn(ofMillis(i), client.awaitCompletion(ref));
    }
    simulation.run();
    assertThat(order).hasSize(500).isSorted();
  }

  @Test
  void noWaitFailsBeforeItsDeadlineForWantOfAPermit() {
    Simulation simulation = new Simulation(clock, (request, now) -> answer(200, "IN_PROGRESS"));
    AtlasConfig config = config().withPoll(PollPolicy.defaults().withDeadline(ofMinutes(3)));
    RestoreJobCalls client = Client.of(config);
    List<Simulation.Run<RestoreJob>> runs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      runs.add(simulation.startIn(Duration.ZERO, client.awaitCompletion(REF)));
    }
    simulation.run();
    Instant deadline = FakeClock.START.plus(ofMinutes(3));
    for (Simulation.Run<RestoreJob> run : runs) {
      assertThat(run.error()).isInstanceOf(DeadlineExceededException.class);
      assertThat(run.ended())
          .as("a wait ends early only after its last poll")
          .isBetween(run.requests() == 0 ? deadline : deadline.minusSeconds(4), deadline);
    }
    assertThat(runs).anyMatch(run -> run.requests() == 0);
    assertWindows(simulation.sends());
  }

  @Test
  void cancelledWaitsDelayNoOtherWait() {
    RestoreJobCalls client =
        Client.of(config().withPoll(PollPolicy.defaults().withDeadline(ofMinutes(1))));
    List<Dialogue<RestoreJob>> begun = new ArrayList<>();
    for (int i = 0; i < 110; i++) {
      begun.add(Dialogue.of(client.awaitCompletion(REF), clock));
    }
    begun.forEach(Dialogue::cancel);
    clock.advance(SPACING);
    Dialogue.of(client.awaitCompletion(REF), clock).answer(200, "FINISHED").expectDone();
  }

  @Test
  void stopOfOneGroupLeavesOtherGroupsAlone() {
    RestoreJobCalls client = Client.of(config());
    Dialogue.of(client.awaitCompletion(REF), clock).answer(429, "", "Retry-After: 60");
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofMinutes(1));
    Dialogue.of(client.awaitCompletion(new RestoreJobRef(OTHER_GROUP, "c", Samples.JOB)), clock)
        .expectSend();
  }

  @Test
  void stopLetsWaitsContinueOneByOne() {
    Instant stopped = FakeClock.START.plusSeconds(100);
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) -> {
              if (now.isBefore(stopped)) {
                return answer(200, "IN_PROGRESS");
              }
              boolean first = now.isBefore(stopped.plusSeconds(30));
              return first ? answer(429, "", "Retry-After: 60") : answer(200, "FINISHED");
            });
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 50; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    List<Instant> after =
        simulation.sends().stream().filter(send -> !send.isBefore(stopped)).toList();
    Instant firstRefused = after.get(0);
    assertThat(after.stream().filter(send -> send.isBefore(firstRefused.plusSeconds(60))))
        .as("requests while the group is stopped")
        .hasSize(1);
    for (int i = 2; i < after.size(); i++) {
      assertThat(Duration.between(after.get(i - 1), after.get(i))).isGreaterThanOrEqualTo(SPACING);
    }
    assertThat(clock.elapsed()).isLessThan(ofHours(1));
  }
}
