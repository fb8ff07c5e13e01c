package dev.atlasrestore.transport.jersey;

import static dev.atlasrestore.testkit.RestoreJobFixtures.withIdsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests batches. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class BatchTest {

  private static final RestoreJobRef A = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef B = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef C = RestoreJobFixtures.ref(3);
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob FINISHED = RestoreJobFixtures.finished();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void batchFollowsAllJobsInTheCallingThread(FakeAtlas atlas) {
    atlas.put(A, RUNNING, RUNNING, FINISHED);
    atlas.put(B, BROKEN);
    try (JerseyRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(jobs.awaitAll(List.of(B, A)))
          .containsExactly(withIdsOf(B, BROKEN), withIdsOf(A, FINISHED));
      assertThat(atlas.requests()).hasSize(5);
      assertThat(atlas.connections()).isEqualTo(1);
    }
  }

  @Test
  void failedWaitNeitherEndsNorHidesTheOthers(FakeAtlas atlas) {
    atlas.put(A, RUNNING, FINISHED);
    atlas.put(C, RUNNING, RUNNING, BROKEN);
    try (JerseyRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThatThrownBy(() -> jobs.awaitAll(List.of(A, B, C)))
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
  void interruptEndsTheWholeBatchAtOnce(FakeAtlas atlas) throws Exception {
    atlas.put(A, RUNNING);
    atlas.put(B, RUNNING);
    CompletableFuture<List<RestoreJob>> batch = new CompletableFuture<>();
    try (JerseyRestoreJobs jobs = open(atlas, Duration.ofMinutes(1))) {
      Thread waiter =
          new Thread(
              () -> {
                try {
                  batch.complete(jobs.awaitAll(List.of(A, B)));
                } catch (Throwable thrown) {
                  batch.completeExceptionally(thrown);
                }
              });
      waiter.start();
      assertThat(atlas.awaitRequests(3, Duration.ofSeconds(20))).isTrue();
      waiter.interrupt();
      assertThatThrownBy(() -> batch.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseExactlyInstanceOf(CallInterruptedException.class);
      assertThat(atlas.awaitRequests(4, SHORT)).isFalse();
    }
  }

  private static JerseyRestoreJobs open(FakeAtlas atlas, Duration interval) {
    PollPolicy policy = PollPolicy.every(interval);
    return JerseyRestoreJobs.create(atlas.config().withPoll(policy).withoutPollRate());
  }
}
