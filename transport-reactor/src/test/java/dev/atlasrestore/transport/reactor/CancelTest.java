package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Tests rule RUN-14 beyond the contract: in every phase, a call that is cancelled sends no signal
 * to its subscriber, and Reactor drops no error and no value.
 */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class CancelTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration BYTE_INTERVAL = Duration.ofMillis(5);

  private final Queue<Object> dropped = new ConcurrentLinkedQueue<>();
  private final Queue<Object> signals = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void recordDroppedSignals() {
    Hooks.onErrorDropped(dropped::add);
    Hooks.onNextDropped(dropped::add);
  }

  @AfterEach
  void resetHooks() {
    Hooks.resetOnErrorDropped();
    Hooks.resetOnNextDropped();
  }

  @Test
  void callCancelledInAnyPhaseSignalsAndDropsNothing(FakeAtlas atlas) throws Exception {
    List<Reply> phases =
        List.of(
            Hostile.stall(),
            Hostile.stallInBody(),
            Hostile.drip(BYTE_INTERVAL, Reply.status(200).body(" ".repeat(500))),
            Hostile.dripBody(BYTE_INTERVAL, Reply.status(200).body(" ".repeat(500))),
            Hostile.endlessBody(),
            Reply.status(503).header("Retry-After", "60")); // The call pauses.
    AtlasConfig config = atlas.config().withMaxBodyBytes(Integer.MAX_VALUE / 2);
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config)) {
      for (Reply phase : phases) {
        atlas.reset();
        atlas.script(phase.beforeDigest());
        Disposable call = subscribe(jobs);
        assertThat(atlas.awaitRequests(1, TIMEOUT)).isTrue();
        call.dispose();
      }
    }
    assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
    assertThat(dropped).isEmpty();
    assertThat(signals).isEmpty();
  }

  /**
   * Cancels many calls at random moments, so that some are cancelled in the middle of a step. A
   * call may end by itself at that moment; Reactor then drops its result.
   */
  @Test
  void callCancelledAtARandomMomentDropsNothingButItsResult(FakeAtlas atlas) throws Exception {
    SplittableRandom random = new SplittableRandom(14);
    RetryPolicy fastRetries = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(atlas.config().withRetry(fastRetries))) {
      for (int i = 0; i < 300; i++) {
        atlas.script(
            Collections.nCopies(2, List.of(Reply.drop(), Hostile.truncated()).get(i % 2))
                .toArray(Reply[]::new));
        Disposable call = subscribe(jobs);
        Mono.delay(Duration.ofNanos(random.nextInt(3_000_000))).block();
        call.dispose();
      }
    }
    assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
    assertThat(dropped)
        .allMatch(each -> each instanceof TransportException || each instanceof RestoreJob);
  }

  private Disposable subscribe(ReactorRestoreJobs jobs) {
    return jobs.get(RestoreJobFixtures.ref()).subscribe(signals::add, signals::add);
  }

  @Test
  void subscriberThatCancelsBeforeItsFirstDemandIsReleased() {
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), Schedulers.parallel())) {
      WeakReference<Object> heldBySubscriber = subscribeAndCancel(runner);
      for (int i = 0; i < 100 && heldBySubscriber.get() != null; i++) {
        System.gc();
      }
      assertThat(heldBySubscriber.get()).as("object held by the cancelled subscriber").isNull();
    }
  }

  private static WeakReference<Object> subscribeAndCancel(ReactorRunner runner) {
    Object held = new byte[1];
    runner
        .run(now -> Step.done("never requested"))
        .takeUntilOther(Mono.empty())
        .subscribe(value -> assertThat(held).isNull());
    return new WeakReference<>(held);
  }

  @Test
  void subscriberThatThrowsDoesNotPreventOtherNotifications(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config());
    // What a subscriber throws is dropped after its notification.
    CountDownLatch notified = new CountDownLatch(10);
    Hooks.onErrorDropped(thrown -> notified.countDown());
    for (int i = 0; i < 10; i++) {
      jobs.get(RestoreJobFixtures.ref(i))
          .subscribe(
              signals::add,
              error -> {
                signals.add(error);
                throw new AssertionError("thrown by the subscriber");
              });
    }
    assertThat(atlas.awaitRequests(1, TIMEOUT)).isTrue();
    jobs.close();
    assertThat(notified.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(signals).hasSize(10).allMatch(TransportException.class::isInstance);
    assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
  }

  @Test
  void timeoutClosesTheConnectionWhileTheCallPauses(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), Schedulers.parallel())) {
      Disposable call =
          runner
              .run(
                  start ->
                      Step.<Object>send(
                          HttpRequest.get(atlas.baseUri()),
                          Duration.ofMillis(300),
                          1000,
                          (response, now) -> Step.done(response),
                          (failure, now) ->
                              Step.pause(Duration.ofDays(1), later -> Step.done(failure))))
              .subscribe();
      assertThat(atlas.awaitRequests(1, TIMEOUT)).isTrue();
      assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
      call.dispose();
    }
  }
}
