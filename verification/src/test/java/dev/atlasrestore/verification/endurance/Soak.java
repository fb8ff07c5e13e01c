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
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A random walk over all faults with 64 callers side by side: every call ends with the right job or
 * a typed error, and within its deadline. Not a part of {@code mvn verify}, as its name is none of
 * a test; the command is in CONTRIBUTING.md. {@code soak.seconds} says how long each transport
 * walks, {@code soak.seed} which way; a failure names the seed.
 */
class Soak {

  private static final int CALLERS = 64;
  private static final long SECONDS = Long.getLong("soak.seconds", 60);
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime() & 0xFFFF_FFFFL);
  private static final Duration CALL = Duration.ofSeconds(2);

  /** What a machine that has more to do may add to a deadline. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final AtomicInteger jobs = new AtomicInteger();
  private final Map<String, Integer> errors = new TreeMap<>();

  @ParameterizedTest
  @EnumSource
  void everyCallEndsInTimeWithTheRightJobOrATypedError(Transport transport) throws Exception {
    System.err.printf("Soak, %s: seed %d, %d s%n", transport, SEED, SECONDS);
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(CALLERS)) {
      try (OpenPort port = transport.open(config(atlas))) {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        callers.each(number -> walk(number, atlas, port, end), SECONDS + 60);
      }
      assertThat(atlas.awaitNoConnections(GRACE)).as("none stays open").isTrue();
    }
    System.err.printf("Soak, %s: %s jobs; %s%n", transport, jobs, errors);
    assertThat(jobs).as("some calls come through").hasPositiveValue();
    assertThat(errors).as("some do not").isNotEmpty();
  }

  private static AtlasConfig config(FakeAtlas atlas) {
    return atlas
        .config()
        .withMaxBodyBytes(64 * 1024)
        .withTimeouts(
            Timeouts.defaults()
                .withConnect(Duration.ofSeconds(1))
                .withResponse(Duration.ofMillis(300))
                .withCall(CALL))
        .withRetry(
            RetryPolicy.defaults()
                .withMaxAttempts(4)
                .withBaseDelay(Duration.ofMillis(5))
                .withBudget(false));
  }

  private void walk(int number, FakeAtlas atlas, OpenPort port, long end) {
    Walk walk = new Walk(SEED, number);
    RestoreJobRef ref = RestoreJobFixtures.ref(number);
    RestoreJob job =
        RestoreJobFixtures.finished().toBuilder().clusterName("cluster-" + number).build();
    atlas.put(ref, job);
    for (int call = 0; System.nanoTime() < end; call++) {
      Walk.Stage stage = walk.next();
      if (stage.upheaval()) {
        atlas.forgetNonces();
        atlas.dropConnections();
        atlas.forgetRequests();
      }
      atlas.script(ref, Walk.replies(stage));
      String where = "seed " + SEED + ", caller " + number + ", call " + call + ", " + stage;
      long began = System.nanoTime();
      try {
        assertThat(port.get(ref)).as(where).isEqualTo(job);
        jobs.incrementAndGet();
      } catch (AtlasException typed) {
        synchronized (errors) {
          errors.merge(typed.getClass().getSimpleName(), 1, Integer::sum);
        }
      } catch (RuntimeException untyped) {
        throw new AssertionError("untyped, " + where, untyped);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as(where)
          .isLessThan(CALL.plus(GRACE));
    }
  }
}
