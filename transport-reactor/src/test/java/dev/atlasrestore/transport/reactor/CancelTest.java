package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * RUN-14 beyond the kit: whatever phase a call is cancelled in, nobody is told of it any more, and
 * Reactor has no error that nobody took.
 */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class CancelTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration SLOWLY = Duration.ofMillis(5);
  private static final ResponseReply LONG = Reply.status(200).body(" ".repeat(500));

  private final Queue<Object> dropped = new ConcurrentLinkedQueue<>();
  private final Queue<Object> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void watch() {
    Hooks.onErrorDropped(dropped::add);
    Hooks.onNextDropped(dropped::add);
  }

  @AfterEach
  void watchNoMore() {
    Hooks.resetOnErrorDropped();
    Hooks.resetOnNextDropped();
  }

  @Test
  void run14_cancelledInAnyPhaseNothingIsDroppedAndNobodyIsTold(FakeAtlas atlas) throws Exception {
    List<Reply> phases =
        List.of(
            Hostile.stall(),
            Hostile.stallInBody(),
            Hostile.drip(SLOWLY, LONG),
            Hostile.dripBody(SLOWLY, LONG),
            Hostile.endlessBody(),
            Reply.status(503).header("Retry-After", "60")); // it pauses then
    AtlasConfig config = atlas.config().withMaxBodyBytes(Integer.MAX_VALUE / 2);
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config)) {
      for (Reply phase : phases) {
        atlas.reset();
        atlas.script(phase);
        Disposable call = subscribed(jobs);
        assertThat(atlas.awaitRequests(1, SOON)).isTrue();
        call.dispose();
      }
    }
    assertThat(atlas.awaitNoConnections(SOON)).isTrue();
    assertThat(dropped).isEmpty();
    assertThat(told).isEmpty();
  }

  /** At whatever moment: among many, some are cancelled just where it is tight. */
  @Test
  void run14_cancelledAtAnyMomentNothingIsDropped(FakeAtlas atlas) throws Exception {
    SplittableRandom random = new SplittableRandom(14);
    RetryPolicy quick = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config().withRetry(quick))) {
      for (int i = 0; i < 300; i++) {
        atlas.script(
            Collections.nCopies(2, List.of(Reply.drop(), Hostile.truncated()).get(i % 2))
                .toArray(Reply[]::new));
        Disposable call = subscribed(jobs);
        Mono.delay(Duration.ofNanos(random.nextInt(3_000_000))).block();
        call.dispose();
      }
    }
    assertThat(atlas.awaitNoConnections(SOON)).isTrue();
    assertThat(dropped).isEmpty();
  }

  private Disposable subscribed(ReactorRestoreJobs jobs) {
    return jobs.get(RestoreJobFixtures.ref()).subscribe(told::add, told::add);
  }

  @Test
  void whoCancelsBeforeAskingIsForgotten() {
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), Schedulers.parallel())) {
      WeakReference<Object> kept = cancelledAtOnce(runner);
      for (int i = 0; i < 100 && kept.get() != null; i++) {
        System.gc();
      }
      assertThat(kept.get()).as("what a subscriber holds who has cancelled").isNull();
    }
  }

  private static WeakReference<Object> cancelledAtOnce(ReactorRunner runner) {
    Object held = new byte[1];
    runner
        .run(now -> Step.done("nobody asks"))
        .takeUntilOther(Mono.empty())
        .subscribe(value -> assertThat(held).isNull());
    return new WeakReference<>(held);
  }

  @Test
  void aSubscriberThatThrowsKeepsNobodyElseFromBeingTold(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall());
    ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config());
    for (int i = 0; i < 10; i++) {
      jobs.get(RestoreJobFixtures.ref(i))
          .subscribe(
              told::add,
              error -> {
                told.add(error);
                throw new AssertionError("a subscriber's own");
              });
    }
    assertThat(atlas.awaitRequests(1, SOON)).isTrue();
    jobs.close();
    assertThat(told).hasSize(10).allMatch(TransportException.class::isInstance);
    assertThat(atlas.awaitNoConnections(SOON)).isTrue();
  }

  @Test
  void run09_aTimeoutFreesTheConnectionWhileTheCallGoesOn(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall());
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), Schedulers.parallel())) {
      Disposable call =
          runner
              .run(
                  now ->
                      Step.<Object>send(
                          HttpRequest.get(atlas.baseUri()),
                          Duration.ofMillis(300),
                          1000,
                          (answer, then) -> Step.done(answer),
                          (failure, then) ->
                              Step.pause(Duration.ofDays(1), later -> Step.done(failure))))
              .subscribe();
      assertThat(atlas.awaitRequests(1, SOON)).isTrue();
      assertThat(atlas.awaitNoConnections(SOON)).isTrue();
      call.dispose();
    }
  }
}
