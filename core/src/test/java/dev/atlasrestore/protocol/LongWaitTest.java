package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.TroubledService.Refusal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs waits of up to 24 hours in virtual time against a service with random faults. A wait ends
 * with the job's true state, or with the exception for an error of the service itself.
 */
@Timeout(120)
class LongWaitTest {

  private static final int SEEDS = 300;

  @Test
  void waitEndsWithTheTrueStateOfTheJob() {
    int faults = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      FakeClock clock = new FakeClock();
      TroubledService service = TroubledService.withEndingJob(seed, clock.now());
      Simulation.Run<RestoreJob> wait = run(service, clock, seed);
      assertThat(wait.step()).as("seed %s", seed).isInstanceOf(Step.Done.class);
      assertThat(wait.value().status()).as("seed %s", seed).hasToString(service.lastStatus());
      faults += service.faults();
    }
    assertThat(faults).as("faults of all waits").isGreaterThan(50 * SEEDS);
  }

  @ParameterizedTest
  @EnumSource
  void refusalOfTheServiceEndsTheWaitWithinThreePolls(Refusal refusal) {
    for (long seed = 0; seed < SEEDS / 3; seed++) {
      FakeClock clock = new FakeClock();
      TroubledService service = TroubledService.withRefusal(seed, clock.now(), refusal);
      Simulation.Run<RestoreJob> wait = run(service, clock, seed);
      assertThat(wait.error())
          .as("seed %s", seed)
          .isExactlyInstanceOf(
              switch (refusal) {
                case KEY_WITHDRAWN -> AuthenticationException.class;
                case JOB_DELETED -> RestoreJobNotFoundException.class;
                case PERMISSION_TAKEN -> AccessDeniedException.class;
              });
      // A poll sends at most four requests, and the two polls after the first refusal send two.
      assertThat(service.requestsAfterRefusal()).as("seed %s", seed).isBetween(1, 4 + 2 + 2);
      Duration threePolls = Duration.ofSeconds(3 * 72 + 30);
      assertThat(Duration.between(service.refusalAt(), wait.ended()))
          .as("seed %s", seed)
          .isLessThan(threePolls.plus(TroubledService.LONGEST_EPISODE));
    }
  }

  private static Simulation.Run<RestoreJob> run(
      TroubledService service, FakeClock clock, long seed) {
    AtlasConfig config = config().withRandom(new Random(seed));
    Simulation simulation = new Simulation(clock, service);
    Simulation.Run<RestoreJob> wait =
        simulation.startIn(Duration.ZERO, Client.of(config).awaitCompletion(REF));
    simulation.run();
    return wait;
  }
}
