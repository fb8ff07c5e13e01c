package dev.atlasrestore.internal.step;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one conversation of several, for runners that do one thing at a time: their pauses overlap,
 * their exchanges come one after another.
 *
 * <p>Whoever is due first goes on until it pauses or is done. So a request is made up only when
 * nothing else stands between it and being sent, and no time and no nonce of it is spent in a
 * queue; a conversation whose pause ends during another's exchange goes on after it, later than it
 * asked for and never earlier. Where one conversation fails, so does the whole.
 */
public final class Interleaved {

  private Interleaved() {}

  /** All of these; ends with what they ended with, in their order. */
  public static <T> Call<List<T>> of(List<Call<T>> calls) {
    List<Call<T>> all = List.copyOf(calls);
    return began -> {
      State<T> state = new State<>(null, null);
      for (int i = 0; i < all.size(); i++) {
        state = state.later(i, began, all.get(i)::start);
      }
      return goOn(state, began);
    };
  }

  /** A loop, so that any number of conversations that pause at once keeps a flat stack. */
  private static <T> Step<List<T>> goOn(State<T> before, Instant now) {
    State<T> state = before;
    while (state.due != null) {
      Agenda.Entry<Function<Instant, Step<T>>> next = state.due.first();
      if (next.at().isAfter(now)) {
        State<T> waiting = state;
        return Step.pause(Duration.between(now, next.at()), later -> goOn(waiting, later));
      }
      Step<T> step = next.what().apply(now);
      State<T> others = new State<>(state.due.rest(), state.ended);
      if (step instanceof Step.Send || step instanceof Step.Failed) {
        return reached(step, next.number(), others, now);
      }
      state = others.with(next.number(), step, now);
    }
    return Step.done(state.values());
  }

  private static <T> Step<List<T>> reached(Step<T> step, int number, State<T> others, Instant now) {
    if (step instanceof Step.Send<T> send) {
      return Step.send(
          send.request(),
          send.timeout(),
          send.maxBodyBytes(),
          (answer, later) -> reached(send.answered(answer, later), number, others, later),
          (failure, later) -> reached(send.unanswered(failure, later), number, others, later));
    }
    return step instanceof Step.Failed<T> failed
        ? Step.failed(failed.error())
        : goOn(others.with(number, step, now), now);
  }

  /** Where all stand that are not sending. Immutable. */
  private record State<T>(
      @Nullable Agenda<Function<Instant, Step<T>>> due, @Nullable Ended<T> ended) {

    State<T> later(int number, Instant at, Function<Instant, Step<T>> goesOn) {
      return new State<>(Agenda.with(new Agenda.Entry<>(at, number, goesOn), due), ended);
    }

    /** Takes back one that pauses or is done. */
    State<T> with(int number, Step<T> step, Instant now) {
      return step instanceof Step.Pause<T> pause
          ? later(number, now.plus(pause.delay()), pause::elapsed)
          : new State<>(due, new Ended<>(number, ((Step.Done<T>) step).value(), ended));
    }

    List<T> values() {
      List<Ended<T>> all = new ArrayList<>();
      for (Ended<T> one = ended; one != null; one = one.before) {
        all.add(one);
      }
      all.sort(Comparator.comparingInt(Ended::number));
      return all.stream().map(Ended::value).toList();
    }
  }

  /** One that has ended, and those that had before it. */
  private record Ended<T>(int number, T value, @Nullable Ended<T> before) {}
}
