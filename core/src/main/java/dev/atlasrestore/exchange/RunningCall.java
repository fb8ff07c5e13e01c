package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One start of a call, for runners that report events on several threads. It keeps three rules of
 * {@link Step}:
 *
 * <ul>
 *   <li>Each step gets exactly one event. A second event is ignored.
 *   <li>A call that is stopped early gets {@link Step.Pending#cancelled} exactly once, even if
 *       another thread takes a step at that moment.
 *   <li>All times come from one clock.
 * </ul>
 *
 * <p>The methods that report an event return the next step. They return nothing if the call was
 * cancelled or if the step is not the pending one; the runner then has nothing to do. They throw
 * the exceptions that the step throws.
 *
 * <p>Safe for use by many threads. Only {@link #run} may block.
 *
 * @param <T> the type of the call's result
 */
public final class RunningCall<T extends @Nullable Object> {

  /** The states other than a pending step. */
  private enum State {
    NOT_STARTED,
    /** A thread is taking a step. */
    TAKING_STEP,
    ENDED,
    CANCELLED
  }

  private final InstantSource clock;
  private final Executor worker;

  /** A {@link Step.Pending} or a {@link State}. */
  private final AtomicReference<Object> state = new AtomicReference<>(State.NOT_STARTED);

  /**
   * Creates a call that has not started.
   *
   * @param clock the clock of the client; all calls of a client must have the same one
   * @param worker runs the cleanup after a cancellation, on a thread that may block
   */
  public RunningCall(InstantSource clock, Executor worker) {
    this.clock = clock;
    this.worker = worker;
  }

  /**
   * Starts the call. Does nothing if this method was called before.
   *
   * @return the first step; empty if {@link #cancel} was called before
   */
  public Optional<Step<T>> start(Call<T> call) {
    return take(State.NOT_STARTED, call);
  }

  /** Reports {@link Step.Exchange#answered}. */
  public Optional<Step<T>> answered(Step.Exchange<T> step, HttpResponse response) {
    return take(step, now -> step.answered(response, now));
  }

  /** Reports {@link Step.Exchange#unanswered}. */
  public Optional<Step<T>> unanswered(Step.Exchange<T> step, TransportFailure failure) {
    return take(step, now -> step.unanswered(failure, now));
  }

  /** Reports {@link Step.Pause#elapsed}. */
  public Optional<Step<T>> elapsed(Step.Pause<T> step) {
    return take(step, step::elapsed);
  }

  /** Does the work of {@link Step.Blocking#run}. The current thread may block. */
  public Optional<Step<T>> run(Step.Blocking<T> step) {
    return take(step, step::run);
  }

  private Optional<Step<T>> take(Object expected, Call<T> next) {
    if (!state.compareAndSet(expected, State.TAKING_STEP)) {
      return Optional.empty();
    }
    Step<T> step;
    try {
      step = next.start(clock.instant());
    } catch (Throwable thrown) {
      state.compareAndSet(State.TAKING_STEP, State.ENDED);
      throw thrown;
    }
    Object after = step instanceof Step.Pending ? step : State.ENDED;
    if (state.compareAndSet(State.TAKING_STEP, after)) {
      return Optional.of(step);
    }
    reportCancelled(step);
    return Optional.empty();
  }

  /**
   * Stops the call:
   *
   * <ol>
   *   <li>From now on the other methods return no step.
   *   <li>The runner's resources are freed.
   *   <li>If a step is pending, it receives {@link Step.Pending#cancelled}. If another thread is
   *       taking a step, that thread makes this report.
   * </ol>
   *
   * <p>If the call has ended or was cancelled before, this method only frees the resources.
   *
   * @param freeResources closes the connection and stops the timer of the call; may run more than
   *     once
   * @return whether this method has stopped the call
   */
  public boolean cancel(Runnable freeResources) {
    Object before =
        state.getAndUpdate(current -> current == State.ENDED ? current : State.CANCELLED);
    try {
      freeResources.run();
    } finally {
      reportCancelled(before);
    }
    return before != State.ENDED && before != State.CANCELLED;
  }

  private void reportCancelled(Object step) {
    if (step instanceof Step.Pending<?> pending) {
      pending
          .cancelled(clock.instant())
          .ifPresent(work -> worker.execute(() -> work.run(clock.instant())));
    }
  }

  /** Returns whether the call has ended, by itself or by {@link #cancel}. */
  public boolean hasEnded() {
    Object current = state.get();
    return current == State.ENDED || current == State.CANCELLED;
  }
}
