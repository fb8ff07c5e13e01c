package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.exchange.Dialogue.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests how many requests the retries of many callers cost: rule 20 of the contract. */
class RetryLoadTest {

  private static final int CALLERS = 50;
  private static final Instant END = FakeClock.START.plusSeconds(60);
  private static final Duration LATENCY = Duration.ofMillis(200);

  private final FakeClock clock = new FakeClock();
  private int calls;

  @Test
  void budgetLimitsRetriesToTenPercentPlusTenRequests() {
    int requests = countRequestsOfOneMinute(config());
    assertThat(calls).isGreaterThan(5_000);
    assertThat((double) requests).isGreaterThan(1.05 * calls).isLessThanOrEqualTo(1.1 * calls + 10);
  }

  @Test
  void everyCallMakesAllAttemptsWithoutTheBudget() {
    int requests =
        countRequestsOfOneMinute(config().withRetry(RetryPolicy.defaults().withBudget(false)));
    assertThat(requests).isEqualTo(3 * calls);
  }

  @Test
  void successfulCallsRefillTheBudget() {
    RestoreJobCalls client = Client.of(config());
    boolean[] down = {true};
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) ->
                new Simulation.Answer(
                    LATENCY, down[0] ? response(503, "") : response(200, "FINISHED")));
    for (int i = 0; i < 30; i++) {
      simulation.startIn(Duration.ZERO, client.get(REF));
    }
    simulation.run();
    Simulation.Run<RestoreJob> withEmptyBudget = simulation.startIn(Duration.ZERO, client.get(REF));
    simulation.run();
    assertThat(withEmptyBudget.requests()).isEqualTo(1);
    down[0] = false;
    for (int i = 0; i < 20; i++) {
      simulation.startIn(Duration.ZERO, client.get(REF));
    }
    simulation.run();
    down[0] = true;
    Simulation.Run<RestoreJob> withRefilledBudget =
        simulation.startIn(Duration.ZERO, client.get(REF));
    simulation.run();
    assertThat(withRefilledBudget.requests()).isEqualTo(3);
  }

  private int countRequestsOfOneMinute(AtlasConfig config) {
    RestoreJobCalls client = Client.of(config.withRandom(new Random(11)));
    Simulation simulation =
        new Simulation(clock, (request, now) -> new Simulation.Answer(LATENCY, response(503, "")));
    for (int caller = 0; caller < CALLERS; caller++) {
      call(simulation, client);
    }
    simulation.run();
    return simulation.sends().size();
  }

  private void call(Simulation simulation, RestoreJobCalls client) {
    calls++;
    simulation.startIn(
        Duration.ZERO,
        client.get(REF),
        () -> {
          if (clock.now().isBefore(END)) {
            call(simulation, client);
          }
        });
  }
}
