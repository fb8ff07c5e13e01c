package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.TransportFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class RunningCallTest {

  private static final int RACES = 20_000;

  private final FakeClock clock = new FakeClock();
  private final List<Event> events = new ArrayList<>();
  private final RunningCall<String> running = new RunningCall<>(clock::now, Runnable::run);

  private Step.Pause<String> pause(BiFunction<Event, Instant, Step<String>> continuation) {
    return new Step.Pause<>(
        Duration.ZERO,
        (event, now) -> {
          assertThat(now).isEqualTo(clock.now());
          events.add(event);
          return continuation.apply(event, now);
        });
  }

  private Step.Pause<String> endless() {
    return pause((event, now) -> endless());
  }

  private Step.Pause<String> start(Step.Pause<String> first) {
    assertThat(running.start(now -> first)).contains(first);
    return first;
  }

  @Test
  void eventLeadsToTheNextStepOnce() {
    Step.Pause<String> first = start(pause((event, now) -> Step.done("x")));
    assertThat(running.hasEnded()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(running.elapsed(first)).contains(Step.done("x"));
    assertThat(running.hasEnded()).isTrue();
    assertThat(running.elapsed(first)).isEmpty();
    assertThat(events).containsExactly(new Event.Elapsed());
  }

  @Test
  void responseAndFailureAreReported() {
    Step.Send<String> send =
        Step.send(
            HttpRequest.get(URI.create("http://127.0.0.1/")),
            Duration.ZERO,
            1,
            (response, now) -> Step.done("status " + response.status()),
            (failure, now) -> Step.done(failure.kind().toString()));
    running.start(now -> send);
    assertThat(running.answered(send, Dialogue.response(204, "")))
        .contains(Step.done("status 204"));
    RunningCall<String> other = new RunningCall<>(clock::now, Runnable::run);
    other.start(now -> send);
    assertThat(other.unanswered(send, TransportFailure.unknown(TransportFailure.Kind.CLOSED)))
        .contains(Step.done("CLOSED"));
  }

  @Test
  void cancelFreesTheResourcesAndThenReports() {
    start(endless());
    assertThat(running.cancel(() -> assertThat(events).isEmpty())).isTrue();
    assertThat(events).containsExactly(new Event.Cancelled());
  }

  @Test
  void cleanupAfterACancellationRunsOnTheWorker() {
    List<Runnable> worker = new ArrayList<>();
    List<String> log = new ArrayList<>();
    RunningCall<String> call = new RunningCall<>(clock::now, worker::add);
    Step.Blocking<String> work =
        Step.blocking(
            now -> {
              log.add("cleaned up");
              return Step.afterCancellation();
            });
    call.start(now -> new Step.Pause<>(Duration.ZERO, (event, later) -> work));
    call.cancel(() -> {});
    assertThat(log).isEmpty();
    worker.forEach(Runnable::run);
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void blockingStepIsTaken() {
    Step.Blocking<String> work = Step.blocking(now -> Step.done("worked"));
    running.start(now -> work);
    assertThat(running.run(work)).contains(Step.done("worked"));
    assertThat(running.run(work)).isEmpty();
  }

  @Test
  void cancelIsReportedOnceAndNoEventFollows() {
    Step.Pause<String> first = start(endless());
    running.cancel(() -> {});
    assertThat(running.cancel(() -> {})).isFalse();
    assertThat(running.elapsed(first)).isEmpty();
    assertThat(events).containsExactly(new Event.Cancelled());
  }

  @Test
  void cancelIsReportedEvenIfTheResourcesCannotBeFreed() {
    start(endless());
    RuntimeException mine = new IllegalStateException("mine");
    assertThatThrownBy(
            () ->
                running.cancel(
                    () -> {
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(events).containsExactly(new Event.Cancelled());
  }

  @Test
  void cancelledCallDoesNotStart() {
    running.cancel(() -> {});
    assertThat(running.start(now -> endless())).isEmpty();
    assertThat(events).isEmpty();
  }

  @Test
  void cancelDuringAStepIsReportedOnTheStepThatFollows() {
    Step.Pause<String> first =
        start(
            pause(
                (event, now) -> {
                  running.cancel(() -> {});
                  return endless();
                }));
    assertThat(running.elapsed(first)).isEmpty();
    assertThat(events).containsExactly(new Event.Elapsed(), new Event.Cancelled());
  }

  @Test
  void cancelDuringTheLastStepIsNotReported() {
    Step.Pause<String> first =
        start(
            pause(
                (event, now) -> {
                  running.cancel(() -> {});
                  return Step.done("x");
                }));
    assertThat(running.elapsed(first)).isEmpty();
    assertThat(events).containsExactly(new Event.Elapsed());
  }

  @Test
  void callWhoseStepThrowsHasEnded() {
    RuntimeException mine = new IllegalStateException("mine");
    Step.Pause<String> first =
        start(
            pause(
                (event, now) -> {
                  throw mine;
                }));
    assertThatThrownBy(() -> running.elapsed(first)).isSameAs(mine);
    assertThat(running.cancel(() -> {})).isFalse();
    assertThat(events).containsExactly(new Event.Elapsed());
  }

  @Test
  void racingEventAndCancelEndTheCallOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier barrier = new CyclicBarrier(2);
    try {
      for (int i = 0; i < RACES; i++) {
        AtomicInteger ends = new AtomicInteger();
        RunningCall<String> raced = new RunningCall<>(clock::now, Runnable::run);
        Step.Pause<String> first = counting(ends);
        raced.start(now -> first);
        Future<Optional<Step<String>>> next =
            threads.submit(
                () -> {
                  barrier.await();
                  return raced.elapsed(first);
                });
        Future<Boolean> cancelled =
            threads.submit(
                () -> {
                  barrier.await();
                  return raced.cancel(() -> {});
                });
        assertThat(cancelled.get()).isTrue();
        next.get();
        assertThat(raced.hasEnded()).isTrue();
        assertThat(ends).hasValue(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns a step that counts cancellations, and so does each step that follows. */
  private static Step.Pause<String> counting(AtomicInteger cancellations) {
    return new Step.Pause<>(
        Duration.ZERO,
        (event, now) -> {
          if (event instanceof Event.Cancelled) {
            cancellations.incrementAndGet();
          }
          return counting(cancellations);
        });
  }
}
