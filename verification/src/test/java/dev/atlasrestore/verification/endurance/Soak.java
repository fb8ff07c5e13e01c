package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Callers;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs 64 callers against random faults. Each call ends before its deadline, with the right job or
 * with a typed error.
 *
 * <p>{@code mvn verify} does not run this class, because its name does not end with {@code Test}.
 * CONTRIBUTING.md has the command. The system property {@code soak.seconds} sets the duration for
 * each transport, {@code soak.seed} the seed of the faults. A failure names the seed.
 */
class Soak {

  private static final int CALLERS = 64;
  private static final long SECONDS = Long.getLong("soak.seconds", 60);
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime() & 0xFFFF_FFFFL);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

  /** A busy machine may exceed a deadline by this time. */
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(5);

  private final AtomicInteger successes = new AtomicInteger();
  private final Map<String, Integer> errors = new TreeMap<>();

  @ParameterizedTest
  @EnumSource
  void everyCallEndsInTimeWithTheJobOrATypedError(Transport transport) throws Exception {
    System.err.printf("Soak, %s: seed %d, %d s%n", transport, SEED, SECONDS);
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(CALLERS)) {
      try (OpenPort port = transport.open(config(atlas))) {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        callers.runEach(
            number -> callUntil(end, number, atlas, port), Duration.ofSeconds(SECONDS + 60));
      }
      assertThat(atlas.awaitNoConnections(BUSY_MACHINE)).as("all connections are closed").isTrue();
    }
    System.err.printf("Soak, %s: %s jobs read; errors: %s%n", transport, successes, errors);
    assertThat(successes).as("calls that succeeded").hasPositiveValue();
    assertThat(errors).as("calls that failed").isNotEmpty();
  }

  private static AtlasConfig config(FakeAtlas atlas) {
    return atlas
        .config()
        .withMaxBodyBytes(64 * 1024)
        .withTimeouts(
            Timeouts.defaults()
                .withConnect(Duration.ofSeconds(1))
                .withResponse(Duration.ofMillis(300))
                .withCall(CALL_TIMEOUT))
        .withRetry(
            RetryPolicy.defaults()
                .withMaxAttempts(4)
                .withBaseDelay(Duration.ofMillis(5))
                .withBudget(false));
  }

  private void callUntil(long end, int caller, FakeAtlas atlas, OpenPort port) {
    FaultScript script = new FaultScript(SEED, caller);
    RestoreJobRef ref = RestoreJobFixtures.ref(caller);
    RestoreJob job =
        RestoreJobFixtures.withIdsOf(
            ref,
            RestoreJobFixtures.finished().toBuilder().clusterName("cluster-" + caller).build());
    atlas.put(ref, job);
    for (int call = 0; System.nanoTime() < end; call++) {
      FaultScript.Part part = script.next();
      if (part.reset()) {
        atlas.forgetNonces();
        atlas.dropConnections();
        atlas.forgetRequests();
      }
      atlas.script(ref, part.toReplies());
      String where = "seed " + SEED + ", caller " + caller + ", call " + call + ", " + part;
      long start = System.nanoTime();
      try {
        assertThat(port.get(ref)).as(where).isEqualTo(job);
        successes.incrementAndGet();
      } catch (AtlasException typed) {
        synchronized (errors) {
          errors.merge(typed.getClass().getSimpleName(), 1, Integer::sum);
        }
      } catch (RuntimeException untyped) {
        throw new AssertionError("The error is not an AtlasException: " + where, untyped);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(where)
          .isLessThan(CALL_TIMEOUT.plus(BUSY_MACHINE));
    }
  }
}
