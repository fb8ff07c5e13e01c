package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.PollResult;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Emits the job of each poll of one wait, for one subscriber.
 *
 * <p>Polls only on demand: {@code generate} makes the next call when {@code concatMap} requests it,
 * and {@code concatMap} prefetches nothing. So a poll ends before the next one starts.
 *
 * <p>Between two polls the pending step of the wait is in {@link #state}. The next poll takes it
 * from there, or a cancellation does. A poll that is cancelled while it runs is reported by its
 * {@link CallSubscription}. If its result comes too late to be emitted, {@link #suspend} reports
 * the cancellation.
 */
final class PollFlux {

  private static final int NO_PREFETCH = 0;

  /** The states other than a suspended wait. */
  private enum State {
    NOT_STARTED,
    POLLING,
    COMPLETE,
    CANCELLED
  }

  private final ReactorRunner runner;
  private final Call<PollResult> firstPoll;

  /** A {@link State}, or the {@link Step.Pause} of a wait that is between two polls. */
  private final AtomicReference<Object> state = new AtomicReference<>(State.NOT_STARTED);

  private PollFlux(ReactorRunner runner, Call<PollResult> firstPoll) {
    this.runner = runner;
    this.firstPoll = firstPoll;
  }

  /** Returns a cold {@code Flux}: each subscription is a wait of its own. */
  static Flux<RestoreJob> of(ReactorRunner runner, Call<PollResult> firstPoll) {
    return Flux.defer(() -> new PollFlux(runner, firstPoll).jobs());
  }

  private Flux<RestoreJob> jobs() {
    return Flux.generate(this::emitNextPoll)
        .concatMap(poll -> poll, NO_PREFETCH)
        .map(PollResult::job)
        .doOnCancel(this::cancel);
  }

  private void emitNextPoll(SynchronousSink<Mono<PollResult>> sink) {
    if (state.get() == State.COMPLETE) {
      sink.complete();
    } else {
      sink.next(runner.run(this::startPoll));
    }
  }

  private Step<PollResult> startPoll(Instant now) {
    Object before =
        state.getAndUpdate(current -> current == State.CANCELLED ? current : State.POLLING);
    if (before == State.CANCELLED) {
      return Step.failed(TransportException.clientClosed());
    }
    if (before instanceof Step.Pause<?>) {
      runner.onWatchResumed(this);
      return suspendAtEnd(pause(before).elapsed(now));
    }
    return suspendAtEnd(firstPoll.start(now));
  }

  /** Follows the steps of a poll and suspends the wait after its result. */
  private Step<PollResult> suspendAtEnd(Step<PollResult> step) {
    if (step instanceof Step.Pending<PollResult> pending) {
      return pending.withContinuation((event, now) -> suspendAtEnd(pending.next(event, now)));
    }
    if (step instanceof Step.Done<PollResult> done) {
      suspend(done.value().next());
    }
    return step;
  }

  private void suspend(Optional<Step.Pause<PollResult>> next) {
    Object after = next.isPresent() ? next.get() : State.COMPLETE;
    if (!state.compareAndSet(State.POLLING, after)) {
      next.ifPresent(this::reportCancelled);
    } else if (next.isPresent()) {
      runner.onWatchSuspended(this);
      if (state.get() != after) {
        runner.onWatchResumed(this); // It was cancelled before it was registered.
      }
    }
  }

  /** Ends the wait if it is between two polls. No poll starts after this. */
  void cancel() {
    Object before = state.getAndSet(State.CANCELLED);
    if (before instanceof Step.Pause<?>) {
      runner.onWatchResumed(this);
      reportCancelled(pause(before));
    }
  }

  private void reportCancelled(Step.Pause<PollResult> step) {
    step.cancelled(runner.clock().instant());
  }

  @SuppressWarnings("unchecked") // Only suspend() stores a pause.
  private static Step.Pause<PollResult> pause(Object state) {
    return (Step.Pause<PollResult>) state;
  }
}
