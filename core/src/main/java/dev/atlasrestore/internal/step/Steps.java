package dev.atlasrestore.internal.step;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Instant;
import java.util.function.BiFunction;

/** Builds the steps of a call from the steps of another call. */
public final class Steps {

  private Steps() {}

  /**
   * Starts a call and continues with {@code next} when it is done. If the call fails, the result
   * fails with the same exception.
   *
   * @param next returns the step after the call's value, at the time of the value
   */
  public static <A, B> Step<B> flatMap(
      Call<A> call, Instant now, BiFunction<? super A, Instant, Step<B>> next) {
    return replaceEnd(
        call.start(now),
        now,
        (end, later) ->
            end instanceof Step.Failed<A> failed
                ? Step.failed(failed.error())
                : next.apply(((Step.Done<A>) end).value(), later));
  }

  /**
   * Starts a call and continues with {@code next} if it fails.
   *
   * @param next returns the step after the call's exception, at the time of the failure; it may
   *     fail with the same exception
   */
  public static <T> Step<T> onError(
      Call<T> call, Instant now, BiFunction<RuntimeException, Instant, Step<T>> next) {
    return replaceEnd(
        call.start(now),
        now,
        (end, later) ->
            end instanceof Step.Failed<T> failed ? next.apply(failed.error(), later) : end);
  }

  /** Follows the steps up to {@link Step.Done} or {@link Step.Failed}, and replaces this end. */
  private static <A, B> Step<B> replaceEnd(
      Step<A> step, Instant now, BiFunction<Step<A>, Instant, Step<B>> replacement) {
    return step instanceof Step.Pending<A> pending
        ? pending.withContinuation(
            (event, later) -> replaceEnd(pending.next(event, later), later, replacement))
        : replacement.apply(step, now);
  }
}
