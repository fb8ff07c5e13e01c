package dev.atlasrestore.transport.vertx;

import static dev.atlasrestore.testkit.RestoreJobFixtures.withIdsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for several jobs with {@link VertxRestoreJobs#awaitAll}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class BatchTest {

  private static final RestoreJobRef A = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef B = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef C = RestoreJobFixtures.ref(3);
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob FINISHED = RestoreJobFixtures.finished();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();

  /** No request may arrive within this time. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void batchCompletesOnTheCallersContext(FakeAtlas atlas) throws Exception {
    atlas.put(A, RUNNING, FINISHED);
    atlas.put(B, BROKEN);
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> completed = new CompletableFuture<>();
    CompletableFuture<List<RestoreJob>> result = new CompletableFuture<>();
    try (VertxRestoreJobs jobs = open(atlas)) {
      context.runOnContext(
          ignored ->
              jobs.awaitAll(List.of(B, A))
                  .onComplete(
                      end -> {
                        completed.complete(Vertx.currentContext());
                        result.complete(end.result());
                      }));
      assertThat(result.get(20, TimeUnit.SECONDS))
          .containsExactly(withIdsOf(B, BROKEN), withIdsOf(A, FINISHED));
      assertThat(completed.get()).isSameAs(context);
    }
  }

  @Test
  void hangingWaitDoesNotDelayTheOthers(FakeAtlas atlas) throws Exception {
    atlas.put(A, FINISHED);
    atlas.put(B, RUNNING, FINISHED);
    try (VertxRestoreJobs jobs = open(atlas)) {
      Clients.await(jobs.get(A));
      atlas.script(A, Hostile.stall());
      atlas.forgetRequests();
      jobs.awaitAll(List.of(A, B));
      assertThat(atlas.awaitRequests(3, Duration.ofSeconds(20)))
          .as("one request for A, two for B")
          .isTrue();
    }
  }

  @Test
  void failedWaitNeitherEndsNorHidesTheOthers(FakeAtlas atlas) {
    atlas.put(A, RUNNING, FINISHED);
    atlas.put(C, RUNNING, RUNNING, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas)) {
      assertThatThrownBy(() -> Clients.await(jobs.awaitAll(List.of(A, B, C))))
          .isInstanceOfSatisfying(
              RestoreBatchException.class,
              e -> {
                assertThat(e.jobs().values())
                    .containsExactly(withIdsOf(A, FINISHED), withIdsOf(C, BROKEN));
                assertThat(e.failures().get(B)).isInstanceOf(RestoreJobNotFoundException.class);
              });
    }
  }

  @Test
  void emptyBatchSendsNothing(FakeAtlas atlas) throws Exception {
    try (VertxRestoreJobs jobs = open(atlas)) {
      assertThat(Clients.await(jobs.awaitAll(List.of()))).isEmpty();
      assertThat(atlas.requests()).isEmpty();
    }
  }

  @Test
  void closingTheClientEndsAllWaits(FakeAtlas atlas) throws Exception {
    atlas.put(A, RUNNING);
    atlas.put(B, RUNNING);
    VertxRestoreJobs jobs = open(atlas);
    Future<List<RestoreJob>> batch = jobs.awaitAll(List.of(A, B));
    assertThat(atlas.awaitRequests(4, Duration.ofSeconds(20))).isTrue();
    jobs.close();
    assertThatThrownBy(() -> Clients.await(batch)).isInstanceOf(TransportException.class);
    assertThat(atlas.awaitNoConnections(Duration.ofSeconds(20))).isTrue();
    int requests = atlas.requests().size();
    assertThat(atlas.awaitRequests(requests + 1, QUIET_PERIOD)).isFalse();
  }

  private VertxRestoreJobs open(FakeAtlas atlas) {
    PollPolicy fast = PollPolicy.every(Duration.ofMillis(10));
    return VertxRestoreJobs.create(vertx, atlas.config().withPoll(fast).withoutPollRate());
  }
}
