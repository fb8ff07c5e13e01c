package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Situation 27 for several jobs: a batch. Asked of ports that also implement {@code
 * RestoreBatchPort<List<RestoreJob>>}.
 */
abstract class PortBatchRules extends PortWaitRules {

  static final RestoreJobRef A = RestoreJobFixtures.ref(1);
  static final RestoreJobRef B = RestoreJobFixtures.ref(2);
  static final RestoreJobRef C = RestoreJobFixtures.ref(3);

  private static final int MANY = 8;
  private static final Duration SPACING = Duration.ofMillis(80);

  PortBatchRules() {}

  @RuleTest("27.batch")
  void s27_aBatchEndsWhenAllJobsHaveWithTheJobsInTheOrderAskedFor(ClientKind kind)
      throws Exception {
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.warm();
      scene.atlas().put(A, RUNNING, RUNNING, PortScene.JOB);
      scene.atlas().put(B, RestoreJobFixtures.broken());
      scene.atlas().put(C, RUNNING, RestoreJobFixtures.killed());
      assertEquals(
          List.of(RestoreJobFixtures.killed(), PortScene.JOB, RestoreJobFixtures.broken()),
          batches(scene).awaitAll(List.of(C, A, B)));
      scene.assertRequests(6, "three polls, one, and two");
      scene.assertQuiet();
    }
  }

  @RuleTest("27.batch")
  void s27_aBatchReadsAJobThatIsNamedTwiceOnce(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.warm();
      scene.atlas().put(A, PortScene.JOB);
      scene.atlas().put(B, RestoreJobFixtures.broken());
      assertEquals(
          List.of(PortScene.JOB, RestoreJobFixtures.broken(), PortScene.JOB),
          batches(scene).awaitAll(List.of(A, B, A)));
      scene.assertRequests(2, "one of each");
    }
  }

  @RuleTest("27.batch")
  void s27_anEmptyBatchSendsNothing(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      assertEquals(List.of(), batches(scene).awaitAll(List.of()));
      scene.assertRequests(0, "no jobs");
    }
  }

  @RuleTest("27.batch")
  void s27_aFailedWaitNeitherEndsNorHidesTheOthersOfItsBatch(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.warm();
      scene.atlas().put(B, RUNNING, RUNNING, PortScene.JOB);
      scene.atlas().put(C, RUNNING, RestoreJobFixtures.killed());
      RestoreBatchPort<List<RestoreJob>> batches = batches(scene);
      RestoreBatchException error =
          assertThrows(RestoreBatchException.class, () -> batches.awaitAll(List.of(A, B, C)));
      assertEquals(List.of(B, C), List.copyOf(error.jobs().keySet()));
      assertEquals(
          List.of(PortScene.JOB, RestoreJobFixtures.killed()), List.copyOf(error.jobs().values()));
      assertEquals(List.of(A), List.copyOf(error.failures().keySet()));
      assertInstanceOf(RestoreJobNotFoundException.class, error.failures().get(A));
      scene.assertHoldsNoSecret(error);
      scene.assertRequests(6, "one, three, and two");
      scene.assertQuiet();
    }
  }

  @RuleTest("27.batch")
  void s27_theWaitsOfABatchShareTheRate(ClientKind kind) throws Exception {
    List<RestoreJobRef> refs = IntStream.range(0, MANY).mapToObj(RestoreJobFixtures::ref).toList();
    try (PortScene scene =
        scene(
            kind,
            config ->
                config.withPoll(
                    patient(config)
                        .poll()
                        .withRate(1, SPACING)
                        .withDeadline(Duration.ofMinutes(1))))) {
      refs.forEach(ref -> scene.atlas().put(ref, PortScene.JOB));
      scene.warm();
      long began = System.nanoTime();
      assertEquals(MANY, batches(scene).awaitAll(refs).size());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Duration least = SPACING.multipliedBy(MANY - 1);
      assertTrue(took.compareTo(least) >= 0, () -> MANY + " first reads within " + took);
    }
  }

  /** The port's batches, where it has them. */
  @SuppressWarnings("unchecked") // ports of the kit are blocking, in all they do
  private static RestoreBatchPort<List<RestoreJob>> batches(PortScene scene) {
    Assumptions.assumeTrue(scene.port() instanceof RestoreBatchPort, "this port offers no batches");
    return (RestoreBatchPort<List<RestoreJob>>) scene.port();
  }
}
