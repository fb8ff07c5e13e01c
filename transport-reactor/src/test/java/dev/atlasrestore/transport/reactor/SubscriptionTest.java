package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Tests that calls start on demand and that nothing happens after they are cancelled or closed. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SubscriptionTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void nothingIsSentBeforeTheSubscription(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      Mono<RestoreJob> job = jobs.get(RestoreJobFixtures.ref());
      assertThat(atlas.connections()).isZero();
      StepVerifier.create(job).expectNextCount(1).verifyComplete();
    }
  }

  @Test
  void everySubscriptionIsANewCall(FakeAtlas atlas) {
    atlas.put(
        RestoreJobFixtures.ref(), RestoreJobFixtures.inProgress(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      Mono<RestoreJob> job = jobs.get(RestoreJobFixtures.ref());
      StepVerifier.create(job).expectNext(RestoreJobFixtures.inProgress()).verifyComplete();
      StepVerifier.create(job).expectNext(RestoreJobFixtures.finished()).verifyComplete();
      assertThat(atlas.requests()).hasSize(3);
    }
  }

  @Test
  void valueIsNotEmittedBeforeItIsRequested(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()), 0)
          .expectSubscription()
          .expectNoEvent(Duration.ofMillis(100))
          .thenRequest(1)
          .expectNextCount(1)
          .verifyComplete();
    }
  }

  @Test
  void cancelBetweenTwoPollsEndsTheWait(FakeAtlas atlas) throws Exception {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.inProgress());
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    BlockingQueue<Object> polls = new LinkedBlockingQueue<>();
    ConnectionProvider pool = ConnectionProvider.create("cancel", 4);
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(
            atlas.config(), HttpClient.create(pool), new KeywordCodec(), time)) {
      Disposable wait = jobs.awaitCompletion(RestoreJobFixtures.ref(), polls::add).subscribe();
      assertThat(polls.poll(10, TimeUnit.SECONDS)).isNotNull();
      wait.dispose();
      int before = atlas.requests().size();
      time.advanceTimeBy(Duration.ofHours(1));
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
      assertThat(atlas.requests()).hasSize(before + 1);
    } finally {
      pool.dispose();
    }
  }

  @Test
  void cancelDuringAnExchangeClosesTheConnection(FakeAtlas atlas) throws Exception {
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
        atlas.script(RestoreJobFixtures.ref(), reply.beforeDigest());
        int before = atlas.requests().size();
        Disposable call = jobs.get(RestoreJobFixtures.ref()).subscribe();
        assertThat(atlas.awaitRequests(before + 1, TIMEOUT)).isTrue();
        call.dispose();
        assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
      }
    }
  }

  @Test
  void closeEndsCallsInEveryPhaseAndLaterCallsWithoutIo(FakeAtlas atlas) throws Exception {
    atlas.put(RestoreJobFixtures.ref(1), RestoreJobFixtures.inProgress());
    atlas.script(RestoreJobFixtures.ref(2), Hostile.stall());
    atlas.script(RestoreJobFixtures.ref(3), Hostile.stallInBody());
    BlockingQueue<Object> polls = new LinkedBlockingQueue<>();
    ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config());
    // The client remembers a nonce after this call, so each later call takes one request.
    StepVerifier.create(jobs.get(RestoreJobFixtures.ref(1))).expectNextCount(1).verifyComplete();
    atlas.forgetRequests();
    List<Throwable> errors = new ArrayList<>();
    List<Mono<?>> calls = new ArrayList<>();
    calls.add(jobs.awaitCompletion(RestoreJobFixtures.ref(1), polls::add));
    calls.add(jobs.get(RestoreJobFixtures.ref(2)));
    calls.add(jobs.get(RestoreJobFixtures.ref(3)));
    BlockingQueue<Throwable> ended = new LinkedBlockingQueue<>();
    calls.forEach(call -> call.subscribe(value -> {}, ended::add));
    assertThat(polls.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(atlas.awaitRequests(3, TIMEOUT)).isTrue();
    jobs.close();
    jobs.close();
    for (int i = 0; i < calls.size(); i++) {
      errors.add(ended.poll(10, TimeUnit.SECONDS));
    }
    assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
    int before = atlas.connections();
    for (Mono<?> later : List.of(calls.get(0), jobs.get(RestoreJobFixtures.ref()))) {
      StepVerifier.create(later).consumeErrorWith(errors::add).verify(TIMEOUT);
    }
    assertThat(atlas.connections()).isEqualTo(before);
    assertThat(errors)
        .hasSize(5)
        .allSatisfy(
            error ->
                assertThat(((TransportException) error).failure().kind())
                    .isEqualTo(Kind.CLIENT_CLOSED));
    assertThat(errors).doesNotHaveDuplicates();
  }

  @Test
  void suppliedNativeClientStaysOpen(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    ConnectionProvider pool = ConnectionProvider.create("supplied", 4);
    HttpClient client = HttpClient.create(pool);
    ReactorRestoreJobs.create(atlas.config(), client).close();
    try (ReactorRestoreJobs again = ReactorRestoreJobs.create(atlas.config(), client)) {
      StepVerifier.create(again.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
      assertThat(pool.isDisposed()).isFalse();
    } finally {
      pool.dispose();
    }
  }

  @Test
  void callOfManyStepsKeepsTheStackFlat() {
    int steps = 100_000;
    AtomicInteger count = new AtomicInteger();
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), time)) {
      Mono<Integer> counted = runner.run(now -> countTo(steps, count));
      AtomicInteger result = new AtomicInteger();
      Disposable running = counted.subscribe(result::set);
      time.advanceTimeBy(Duration.ofSeconds(1));
      assertThat(result).hasValue(steps);
      assertThat(running.isDisposed()).isTrue();
    }
  }

  private static Step<Integer> countTo(int steps, AtomicInteger count) {
    return Step.pause(
        Duration.ZERO,
        now -> count.incrementAndGet() == steps ? Step.done(count.get()) : countTo(steps, count));
  }

  @Test
  void callWithoutValueCompletesEmpty() {
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), Schedulers.parallel())) {
      StepVerifier.create(runner.run(now -> Step.done(null))).verifyComplete();
    }
  }

  @Test
  void nullArgumentsAreRejectedAtOnce(FakeAtlas atlas) {
    assertThatNullPointerException()
        .isThrownBy(() -> ReactorRestoreJobs.create(null))
        .withMessage("config");
    assertThatNullPointerException()
        .isThrownBy(() -> ReactorRestoreJobs.create(atlas.config(), null))
        .withMessage("client");
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      assertThatNullPointerException().isThrownBy(() -> jobs.get(null)).withMessage("ref");
      assertThatNullPointerException()
          .isThrownBy(
              () -> jobs.awaitCompletion(RestoreJobFixtures.ref(), (Consumer<RestoreJob>) null))
          .withMessage("onPoll");
    }
  }

  @Test
  void subscribingThreadTakesOnlyTheFirstStep() {
    Thread subscribing = Thread.currentThread();
    Call<Thread> call =
        now -> Step.pause(Duration.ofNanos(1), later -> Step.done(Thread.currentThread()));
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(), new ImmediateScheduler())) {
      assertThat(runner.run(call).block(TIMEOUT)).isNotNull().isNotEqualTo(subscribing);
    }
  }

  @Test
  void exchangeAfterAPauseThatElapsesAtOnceCanBeCancelled(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    ConnectionProvider pool = ConnectionProvider.create("immediate", 4);
    try (ReactorRunner runner =
        new ReactorRunner(HttpClient.create(pool), new ImmediateScheduler())) {
      Call<Object> stalling = TestCalls.get(atlas.config().baseUri().resolve("/"));
      Disposable running =
          runner.run(now -> Step.pause(Duration.ofNanos(1), stalling::start)).subscribe();
      assertThat(atlas.awaitRequests(1, TIMEOUT)).isTrue();
      running.dispose();
      assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
    } finally {
      pool.dispose();
    }
  }

  /**
   * A scheduler that runs short delays to their end, on a new thread, before {@code schedule}
   * returns.
   */
  private static final class ImmediateScheduler implements Scheduler {

    @Override
    public Disposable schedule(Runnable task) {
      Thread thread = new Thread(task, "immediate");
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return delay < unit.convert(TIMEOUT.dividedBy(2)) ? schedule(task) : Disposables.single();
    }

    @Override
    public Worker createWorker() {
      return Schedulers.parallel().createWorker();
    }
  }
}
