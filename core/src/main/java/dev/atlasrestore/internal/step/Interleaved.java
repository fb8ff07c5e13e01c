package dev.atlasrestore.internal.step;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines several calls into one, for runners that execute one step at a time. The pauses of all
 * calls overlap; their exchanges happen one after another.
 *
 * <p>The call that was due first continues until it pauses or ends; of several that were due at the
 * same time, the first in the list. A call creates its request only when the request can be sent at
 * once, so a signed request never waits for another exchange. A pause that ends during the exchange
 * of another call continues after that exchange: later than requested, never earlier.
 *
 * <p>If one call fails, the combined call fails at once with the same exception.
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
   * @param due the end of the pause; {@link Instant#MAX} if the call is done
   */
  private record State<T>(Step<T> step, Instant due) {

    static <T> State<T> of(Step<T> step, Instant now) {
      return new State<>(
          step, step instanceof Step.Pause<T> pause ? now.plus(pause.delay()) : Instant.MAX);
    }
  }

  /** Continues every call that is due. A loop, so that any number of calls needs a flat stack. */
  private static <T> Step<List<T>> resume(List<State<T>> before, Instant now) {
    List<State<T>> states = new ArrayList<>(before);
    while (true) {
      int next = indexOfEarliest(states);
      if (next < 0 || !(states.get(next).step instanceof Step.Pause<T> pause)) {
        return Step.done(
            states.stream().map(state -> ((Step.Done<T>) state.step).value()).toList());
      }
      Instant due = states.get(next).due;
      if (due.isAfter(now)) {
        return Step.pause(Duration.between(now, due), later -> resume(states, later));
      }
      Step<T> step = pause.elapsed(now);
      if (step instanceof Step.Send || step instanceof Step.Failed) {
        return advance(states, next, step, now);
      }
      states.set(next, State.of(step, now));
    }
  }

  private static <T> int indexOfEarliest(List<State<T>> states) {
    int earliest = states.isEmpty() ? -1 : 0;
    for (int i = 1; i < states.size(); i++) {
      if (states.get(i).due.isBefore(states.get(earliest).due)) {
        earliest = i;
      }
    }
    return earliest;
  }

  /** Follows one call while it sends; the others wait. */
  private static <T> Step<List<T>> advance(
      List<State<T>> states, int index, Step<T> step, Instant now) {
    if (step instanceof Step.Send<T> send) {
      return send.withContinuation(
          (event, later) -> advance(states, index, send.next(event, later), later));
    }
    if (step instanceof Step.Failed<T> failed) {
      return Step.failed(failed.error());
    }
    List<State<T>> changed = new ArrayList<>(states);
    changed.set(index, State.of(step, now));
    return resume(changed, now);
  }
}
