package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.DeadlineExceededException;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting with {@link VertxRestoreJobs#watch}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();

  /** No request may arrive within this time. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final Queue<RestoreJob> polls = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<CallEvent> ends = new LinkedBlockingQueue<>();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void handlerReceivesEveryPollAndTheTerminalOneCompletesTheWatch(FakeAtlas atlas)
      throws Exception {
    atlas.put(REF, RUNNING, RUNNING, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(TestCalls.awaitSoon(jobs.watch(REF, polls::add).completion())).isEqualTo(BROKEN);
      assertThat(polls).containsExactly(RUNNING, RUNNING, BROKEN);
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void pollsAndCompletionRunOnTheCallersContext(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING, BROKEN);
    Context context = vertx.getOrCreateContext();
    Queue<Context> contexts = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      context.runOnContext(
          ignored ->
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
  void cancelEndsTheWait(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    CountDownLatch polled = new CountDownLatch(1);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(100))) {
      RestoreWatch watch = jobs.watch(REF, job -> polled.countDown());
      polled.await();
      watch.cancel();
      watch.cancel();
      assertThat(failure(watch.completion())).isInstanceOf(CancellationException.class);
      assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
      int requests = atlas.requests().size();
      assertThat(atlas.awaitRequests(requests + 1, QUIET_PERIOD)).isFalse();
    }
  }

  @Test
  void cancelAfterTheEndDoesNothing(FakeAtlas atlas) throws Exception {
    atlas.put(REF, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF, polls::add);
      TestCalls.awaitSoon(watch.completion());
      watch.cancel();
      assertThat(TestCalls.awaitSoon(watch.completion())).isEqualTo(BROKEN);
    }
  }

  @Test
  void exceptionOfTheHandlerEndsTheWait(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    RuntimeException thrown = new IllegalStateException("of the application");
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
  void permanentFailureEndsTheWait(FakeAtlas atlas) throws Exception {
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(failure(jobs.watch(REF, polls::add).completion()))
          .isInstanceOf(RestoreJobNotFoundException.class);
      assertThat(polls).isEmpty();
    }
  }

  @Test
  void closingTheClientEndsTheWait(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    CountDownLatch polled = new CountDownLatch(1);
    VertxRestoreJobs jobs = open(atlas, Duration.ofMinutes(1));
    RestoreWatch watch = jobs.watch(REF, job -> polled.countDown());
    polled.await();
    jobs.close();
    assertThat(failure(watch.completion())).isInstanceOf(TransportException.class);
    assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  @Test
  void handlerThatCancelsItsWatchEndsTheCallOnce(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    CompletableFuture<RestoreWatch> self = new CompletableFuture<>();
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF, job -> self.join().cancel());
      self.complete(watch);
      assertThat(failure(watch.completion())).isInstanceOf(CancellationException.class);
    }
    // The step that is being taken when the handler cancels reports it a moment later.
    assertThat(TestCalls.next(ends)).isInstanceOf(CallEvent.Cancelled.class);
    assertThat(ends).isEmpty();
  }

  @Test
  void streamPollsOnDemandOnly(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING, RUNNING, RUNNING, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF);
      assertThat(atlas.awaitRequests(1, QUIET_PERIOD)).as("a poll without a handler").isFalse();
      CountDownLatch ended = new CountDownLatch(1);
      BlockingQueue<RestoreJob> received = new LinkedBlockingQueue<>();
      watch.pause().handler(received::add).endHandler(end -> ended.countDown());
      assertThat(atlas.awaitRequests(1, QUIET_PERIOD)).as("a poll while paused").isFalse();
      watch.fetch(1);
      assertThat(TestCalls.next(received)).isEqualTo(RUNNING);
      assertThat(atlas.awaitRequests(3, QUIET_PERIOD)).as("a poll without demand").isFalse();
      watch.fetch(2);
      TestCalls.next(received);
      TestCalls.next(received);
      assertThat(atlas.awaitRequests(5, QUIET_PERIOD)).as("a poll without demand").isFalse();
      watch.resume();
      ended.await();
      assertThat(received).containsExactly(BROKEN);
      assertThat(TestCalls.awaitSoon(watch.completion())).isEqualTo(BROKEN);
    }
  }

  @Test
  void jobOfAPollInFlightIsKeptWhileTheStreamIsPaused(FakeAtlas atlas) throws Exception {
    atlas.put(REF, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      BlockingQueue<RestoreJob> received = new LinkedBlockingQueue<>();
      RestoreWatch watch = jobs.watch(REF, received::add);
      watch.pause();
      assertThat(atlas.awaitRequests(2, TestCalls.TEST_TIMEOUT)).isTrue();
      assertThat(atlas.awaitRequests(3, QUIET_PERIOD)).isFalse();
      assertThat(received).isEmpty();
      assertThat(watch.completion().isComplete()).isFalse();
      watch.resume();
      assertThat(TestCalls.next(received)).isEqualTo(BROKEN);
      assertThat(TestCalls.awaitSoon(watch.completion())).isEqualTo(BROKEN);
      assertThat(atlas.requests()).hasSize(2);
    }
  }

  @Test
  void streamCanBeCollected(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING, RUNNING, BROKEN);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      assertThat(TestCalls.awaitSoon(jobs.watch(REF).collect(Collectors.toList())))
          .containsExactly(RUNNING, RUNNING, BROKEN);
      assertThat(failure(jobs.watch(RestoreJobFixtures.ref(2)).collect(Collectors.toList())))
          .isInstanceOf(RestoreJobNotFoundException.class);
    }
  }

  @Test
  void timeWithoutDemandCountsTowardsTheDeadline(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    PollPolicy policy = PollPolicy.every(Duration.ofMillis(10)).withDeadline(QUIET_PERIOD);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      BlockingQueue<RestoreJob> received = new LinkedBlockingQueue<>();
      RestoreWatch watch = jobs.watch(REF, policy).pause().fetch(1).handler(received::add);
      TestCalls.next(received);
      int requests = atlas.requests().size();
      assertThat(atlas.awaitRequests(requests + 1, QUIET_PERIOD)).isFalse();
      assertThat(watch.completion().isComplete()).isFalse();
      watch.resume();
      assertThat(failure(watch.completion())).isInstanceOf(DeadlineExceededException.class);
      assertThat(atlas.requests()).hasSize(requests);
    }
  }

  @Test
  void watchThatWaitsForDemandCanBeCancelledAndClosed(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10));
    RestoreWatch cancelled = pausedAfterOnePoll(jobs);
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    cancelled.exceptionHandler(errors::add).cancel();
    assertThat(TestCalls.next(errors)).isInstanceOf(CancellationException.class);
    assertThat(failure(cancelled.completion())).isInstanceOf(CancellationException.class);
    RestoreWatch closed = pausedAfterOnePoll(jobs);
    jobs.close();
    assertThat(failure(closed.completion())).isInstanceOf(TransportException.class);
    assertThat(ends).hasSize(2).allMatch(CallEvent.Cancelled.class::isInstance);
    cancelled.resume();
    closed.resume();
    int requests = atlas.requests().size();
    assertThat(atlas.awaitRequests(requests + 1, QUIET_PERIOD)).isFalse();
  }

  private static RestoreWatch pausedAfterOnePoll(VertxRestoreJobs jobs) throws Exception {
    BlockingQueue<RestoreJob> received = new LinkedBlockingQueue<>();
    RestoreWatch watch = jobs.watch(REF).pause().fetch(1).handler(received::add);
    TestCalls.next(received);
    return watch;
  }

  @Test
  void watchThatIsCancelledBeforeItStartsSendsNothing(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RUNNING);
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF);
      watch.cancel();
      watch.handler(polls::add);
      assertThat(failure(watch.completion())).isInstanceOf(CancellationException.class);
      assertThat(atlas.awaitRequests(1, QUIET_PERIOD)).isFalse();
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void negativeDemandIsRejected(FakeAtlas atlas) {
    try (VertxRestoreJobs jobs = open(atlas, Duration.ofMillis(10))) {
      RestoreWatch watch = jobs.watch(REF);
      assertThatIllegalArgumentException().isThrownBy(() -> watch.fetch(-1));
    }
  }

  private void recordEnd(CallEvent event) {
    if (event instanceof CallEvent.Done || event instanceof CallEvent.Cancelled) {
      ends.add(event);
    }
  }

  private VertxRestoreJobs open(FakeAtlas atlas, Duration interval) {
    PollPolicy policy = PollPolicy.every(interval);
    return VertxRestoreJobs.create(
        vertx, atlas.config().withPoll(policy).withoutPollRate().withListener(this::recordEnd));
  }

  private static Throwable failure(Future<?> future) throws Exception {
    try {
      return new AssertionError("completed with " + TestCalls.awaitSoon(future));
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return e;
    }
  }
}
