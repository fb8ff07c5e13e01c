package dev.atlasrestore.internal.step;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines several calls into one, for runners that execute one step at a time. The pauses of all
 * calls overlap; their exchanges happen one after another.
 *
 * <p>The call that was due first continues until it pauses or ends. If several calls were due at
 * the same time, the first of them in the list continues. A call creates its request only when the
 * request can be sent at once, so a signed request never waits for another exchange. A pause that
 * ends during the exchange of another call continues after that exchange: later than requested,
 * never earlier.
 *
 * <p>If one call fails, the combined call fails at once with the same exception, and the other
 * calls are cancelled. Cancelling the combined call cancels every call that has not ended.
 */
public final class Interleaved {

  private Interleaved() {}

  /** Combines the calls. The result holds their values in the order of the calls. */
  public static <T> Call<List<T>> of(List<Call<T>> calls) {
    List<Call<T>> all = List.copyOf(calls);
    return began ->
        resume(
            all.stream()
                .map(call -> State.of(Step.pause(Duration.ZERO, call::start), began))
                .toList(),
            began);
  }

  /**
   * The state of a call that is not sending.
   *
   * @param step a {@link Step.Pause} or a {@link Step.Done}
   * @param due the end of the pause, or the time when the call was done
   */
  private record State<T>(Step<T> step, Instant due) {

    static <T> State<T> of(Step<T> step, Instant now) {
      return new State<>(step, step instanceof Step.Pause<T> pause ? now.plus(pause.delay()) : now);
    }

    void cancel(Instant now) {
      if (step instanceof Step.Pause<T> pause) {
        pause.cancelled(now);
      }
    }
  }

  /** Continues every call that is due, in a loop, so that the depth of the stack is constant. */
  private static <T> Step<List<T>> resume(List<State<T>> before, Instant now) {
    List<State<T>> states = new ArrayList<>(before);
    while (true) {
      int next = indexOfEarliestPause(states);
      if (next < 0) {
        return Step.done(
            states.stream().map(state -> ((Step.Done<T>) state.step).value()).toList());
      }
      State<T> state = states.get(next);
      if (state.due.isAfter(now)) {
        return pauseAll(states, Duration.between(now, state.due));
      }
      Step<T> step = nextStep(states, next, (Step.Pause<T>) state.step, new Event.Elapsed(), now);
      if (step instanceof Step.Send || step instanceof Step.Failed) {
        return advance(states, next, step, now);
      }
      states.set(next, State.of(step, now));
    }
  }

  /** Returns -1 if no call pauses. */
  private static <T> int indexOfEarliestPause(List<State<T>> states) {
    int earliest = -1;
    for (int i = 0; i < states.size(); i++) {
      State<T> state = states.get(i);
      if (state.step instanceof Step.Pause
          && (earliest < 0 || state.due.isBefore(states.get(earliest).due))) {
        earliest = i;
      }
    }
    return earliest;
  }

  private static <T> Step<List<T>> pauseAll(List<State<T>> states, Duration delay) {
    return new Step.Pause<>(
        delay,
        (event, now) -> {
          if (event instanceof Event.Cancelled) {
            states.forEach(state -> state.cancel(now));
            return Step.afterCancellation();
          }
          return resume(states, now);
        });
  }

  /** Follows one call while it sends; the others wait. */
  private static <T> Step<List<T>> advance(
      List<State<T>> states, int index, Step<T> step, Instant now) {
    if (step instanceof Step.Send<T> send) {
      return send.withContinuation(
          (event, later) -> {
            if (event instanceof Event.Cancelled) {
              send.cancelled(later);
              cancelOthers(states, index, later);
              return Step.afterCancellation();
            }
            return advance(states, index, nextStep(states, index, send, event, later), later);
          });
    }
    if (step instanceof Step.Failed<T> failed) {
      cancelOthers(states, index, now);
      return Step.failed(failed.error());
    }
    List<State<T>> changed = new ArrayList<>(states);
    changed.set(index, State.of(step, now));
    return resume(changed, now);
  }

  /** Reports an event to one call. If its step throws, cancels the others. */
  private static <T> Step<T> nextStep(
      List<State<T>> states, int index, Step.Pending<T> step, Event event, Instant now) {
    try {
      return step.next(event, now);
    } catch (Throwable thrown) {
      cancelOthers(states, index, now);
      throw thrown;
    }
  }

  private static <T> void cancelOthers(List<State<T>> states, int index, Instant now) {
    for (int i = 0; i < states.size(); i++) {
      if (i != index) {
        states.get(i).cancel(now);
      }
    }
  }
}
