package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job watched from Vert.x. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final Queue<RestoreJob> seen = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeVertx() throws Exception {
    end(vertx.close());
  }

  @Test
  void everyReadingIsShownAndTheTerminalOneCompletesIt(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING, RUNNING, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(end(jobs.watch(REF, seen::add).completion())).isEqualTo(BROKEN);
      assertThat(seen).containsExactly(RUNNING, RUNNING, BROKEN);
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void everythingHappensOnTheCallersContext(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING, BROKEN);
    Context context = vertx.getOrCreateContext();
    Queue<Context> contexts = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      context.runOnContext(
          begin ->
              jobs.watch(REF, job -> contexts.add(Vertx.currentContext()))
                  .completion()
                  .onComplete(
                      end -> {
                        contexts.add(Vertx.currentContext());
                        ended.countDown();
                      }));
      ended.await();
    }
    assertThat(contexts).hasSize(3).containsOnly(context);
  }

  @Test
  void toCancelEndsTheWait(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    CountDownLatch shown = new CountDownLatch(1);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(100))) {
      RestoreWatch watch = jobs.watch(REF, job -> shown.countDown());
      shown.await();
      watch.cancel();
      watch.cancel();
      assertThat(failure(watch.completion())).isInstanceOf(CancellationException.class);
      int requests = atlas.requests().size();
      assertThat(atlas.awaitRequests(requests + 1, A_MOMENT)).isFalse();
    }
  }

  @Test
  void toCancelWhatHasEndedDoesNothing(FakeAtlas atlas) throws Exception {
    atlas.put(REF, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF, seen::add);
      end(watch.completion());
      watch.cancel();
      assertThat(end(watch.completion())).isEqualTo(BROKEN);
    }
  }

  @Test
  void whatTheHandlerThrowsEndsIt(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    RuntimeException thrown = new IllegalStateException("enough");
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch =
          jobs.watch(
              REF,
              job -> {
                throw thrown;
              });
      assertThat(failure(watch.completion())).isSameAs(thrown);
      assertThat(atlas.requests()).hasSize(2);
    }
  }

  @Test
  void aFailureEndsIt(FakeAtlas atlas) throws Exception {
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(failure(jobs.watch(REF, seen::add).completion()))
          .isInstanceOf(RestoreJobNotFoundException.class);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void closingTheFaceEndsIt(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    CountDownLatch shown = new CountDownLatch(1);
    VertxRestoreJobs jobs = open(atlas, Duration.ofMinutes(1));
    RestoreWatch watch = jobs.watch(REF, job -> shown.countDown());
    shown.await();
    jobs.close();
    assertThat(failure(watch.completion())).isInstanceOf(TransportException.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  private VertxRestoreJobs open(FakeAtlas atlas, Duration interval) {
    PollPolicy policy = PollPolicy.every(interval).withoutRate();
    return VertxRestoreJobs.create(vertx, atlas.config().withPoll(policy));
  }

  private static <T> T end(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> future) throws Exception {
    try {
      return new AssertionError("completed with " + end(future));
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return e;
    }
  }
}
