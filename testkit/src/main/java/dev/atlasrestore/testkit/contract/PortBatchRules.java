package dev.atlasrestore.testkit.contract;

import static dev.atlasrestore.testkit.RestoreJobFixtures.withIdsOf;
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
 * The rule 27.batch: waits for several jobs. It applies to ports that have {@link
 * OpenPort#batches}.
 */
interface PortBatchRules {

  RestoreJobRef A = RestoreJobFixtures.ref(1);
  RestoreJobRef B = RestoreJobFixtures.ref(2);
  RestoreJobRef C = RestoreJobFixtures.ref(3);

  int MANY = 8;
  Duration SPACING = Duration.ofMillis(80);

  @Rule(
      id = "27.batch",
      text =
          "A batch ends when all jobs have ended, and returns them in the order of its arguments.")
  default void batchEndsWhenAllJobsHaveEnded(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.warm();
      fixture.atlas().put(A, PortFixture.RUNNING, PortFixture.RUNNING, PortFixture.JOB);
      fixture.atlas().put(B, RestoreJobFixtures.broken());
      fixture.atlas().put(C, PortFixture.RUNNING, RestoreJobFixtures.killed());
      assertEquals(
          List.of(
              withIdsOf(C, RestoreJobFixtures.killed()),
              withIdsOf(A, PortFixture.JOB),
              withIdsOf(B, RestoreJobFixtures.broken())),
          batches(fixture).awaitAll(List.of(C, A, B)));
      fixture.assertRequests(6, "three polls of A, one of B and two of C");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "27.batch", text = "A batch reads a job that is named twice only once.")
  default void batchReadsARepeatedJobOnce(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.warm();
      fixture.atlas().put(A, PortFixture.JOB);
      fixture.atlas().put(B, RestoreJobFixtures.broken());
      assertEquals(
          List.of(
              withIdsOf(A, PortFixture.JOB),
              withIdsOf(B, RestoreJobFixtures.broken()),
              withIdsOf(A, PortFixture.JOB)),
          batches(fixture).awaitAll(List.of(A, B, A)));
      fixture.assertRequests(2, "one poll of each job");
    }
  }

  @Rule(id = "27.batch", text = "An empty batch sends nothing.")
  default void emptyBatchSendsNothing(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      assertEquals(List.of(), batches(fixture).awaitAll(List.of()));
      fixture.assertRequests(0, "an empty batch");
    }
  }

  @Rule(
      id = "27.batch",
      text =
          "A failed wait does not end its batch; the exception holds all ended jobs and all"
              + " failures.")
  default void failedWaitDoesNotEndItsBatch(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.warm();
      fixture.atlas().put(B, PortFixture.RUNNING, PortFixture.RUNNING, PortFixture.JOB);
      fixture.atlas().put(C, PortFixture.RUNNING, RestoreJobFixtures.killed());
      RestoreBatchPort<List<RestoreJob>> batches = batches(fixture);
      RestoreBatchException error =
          assertThrows(RestoreBatchException.class, () -> batches.awaitAll(List.of(A, B, C)));
      assertEquals(List.of(B, C), List.copyOf(error.jobs().keySet()));
      assertEquals(
          List.of(withIdsOf(B, PortFixture.JOB), withIdsOf(C, RestoreJobFixtures.killed())),
          List.copyOf(error.jobs().values()));
      assertEquals(List.of(A), List.copyOf(error.failures().keySet()));
      assertInstanceOf(RestoreJobNotFoundException.class, error.failures().get(A));
      fixture.assertShowsNoSecret(error);
      fixture.assertRequests(6, "one poll of A, three of B and two of C");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "27.batch", text = "The waits of a batch share the rate of polls.")
  default void waitsOfABatchShareTheRate(PortFixtures fixtures) throws Exception {
    List<RestoreJobRef> refs = IntStream.range(0, MANY).mapToObj(RestoreJobFixtures::ref).toList();
    try (PortFixture fixture =
        fixtures.open(config -> PortFixtures.withQuickPolls(config).withPollRate(1, SPACING))) {
      refs.forEach(ref -> fixture.atlas().put(ref, PortFixture.JOB));
      fixture.warm();
      long start = System.nanoTime();
      assertEquals(MANY, batches(fixture).awaitAll(refs).size());
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      Duration shortest = SPACING.multipliedBy(MANY - 1);
      assertTrue(
          duration.compareTo(shortest) >= 0, () -> MANY + " first polls took only " + duration);
    }
  }

  static RestoreBatchPort<List<RestoreJob>> batches(PortFixture fixture) {
    return fixture
        .port()
        .batches()
        .orElseGet(() -> Assumptions.abort("this port does not support batches"));
  }
}
