package dev.atlasrestore.internal.step;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Builds the steps of a call from the steps of another call. A cancellation is passed on to the
 * steps of the other call. No step follows it.
 */
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
            (event, later) -> {
              Step<A> next = pending.next(event, later);
              return event instanceof Event.Cancelled
                  ? cleanupAfterCancellation(next)
                  : replaceEnd(next, later, replacement);
            })
        : replacement.apply(step, now);
  }

  private static <B> Step<B> cleanupAfterCancellation(Step<?> next) {
    return next instanceof Step.Blocking<?> work
        ? work.withContinuation(
            (event, now) -> {
              work.next(event, now);
              return Step.afterCancellation();
            })
        : Step.afterCancellation();
  }

  /**
   * Starts a call. If the call fails or is cancelled, runs {@code cleanup} on a thread that may
   * block.
   *
   * @param cleanup must not throw
   */
  public static <T> Step<T> cleanUpUnlessDone(Call<T> call, Instant now, Runnable cleanup) {
    Step<T> step;
    try {
      step = call.start(now);
    } catch (RuntimeException thrown) {
      step = Step.failed(thrown);
    } catch (Error thrown) {
      return cleanUp(
          cleanup,
          () -> {
            throw thrown;
          });
    }
    if (step instanceof Step.Pending<T> pending) {
      return pending.withContinuation(
          (event, later) ->
              event instanceof Event.Cancelled
                  ? cleanUpAfterCancellation(pending, later, cleanup)
                  : cleanUpUnlessDone(at -> pending.next(event, at), later, cleanup));
    }
    return step instanceof Step.Failed<T> failed ? cleanUp(cleanup, () -> failed) : step;
  }

  /** If this step is cancelled, the cleanup still runs. */
  private static <T> Step<T> cleanUp(Runnable cleanup, Supplier<Step<T>> end) {
    return new Step.Blocking<>(
        (event, now) -> {
          if (event instanceof Event.Cancelled) {
            return cleanUp(cleanup, Step::afterCancellation);
          }
          cleanup.run();
          return end.get();
        });
  }

  private static <T> Step<T> cleanUpAfterCancellation(
      Step.Pending<T> step, Instant now, Runnable cleanup) {
    Optional<Step.Blocking<T>> inner = step.cancelled(now);
    return cleanUp(
        () -> {
          inner.ifPresent(first -> first.run(now));
          cleanup.run();
        },
        Step::afterCancellation);
  }

  /**
   * Runs an action if the runner cancels the call at this step. The action runs before the step's
   * own continuation receives the cancellation.
   */
  public static <T> Step.Pending<T> onCancel(Step.Pending<T> step, Consumer<Instant> action) {
    return step.withContinuation(
        (event, now) -> {
          if (event instanceof Event.Cancelled) {
            action.accept(now);
          }
          return step.next(event, now);
        });
  }

  /**
   * Follows a call and notifies an observer once: of its result, its failure or its cancellation.
   *
   * @return the steps of the call, unchanged
   */
  public static <T> Step<T> observeEnd(Call<T> call, Instant now, EndObserver<T> observer) {
    Step<T> step;
    try {
      step = call.start(now);
    } catch (Throwable thrown) {
      observer.failed(thrown, now);
      throw thrown;
    }
    if (step instanceof Step.Pending<T> pending) {
      return pending.withContinuation(
          (event, later) -> observeNext(pending, event, later, observer));
    }
    if (step instanceof Step.Failed<T> failed) {
      observer.failed(failed.error(), now);
    } else {
      observer.done(((Step.Done<T>) step).value(), now);
    }
    return step;
  }

  private static <T> Step<T> observeNext(
      Step.Pending<T> step, Event event, Instant now, EndObserver<T> observer) {
    if (!(event instanceof Event.Cancelled)) {
      return observeEnd(at -> step.next(event, at), now, observer);
    }
    try {
      return step.next(event, now);
    } finally {
      observer.cancelled(now);
    }
  }
}
