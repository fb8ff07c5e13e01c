package dev.atlasrestore.internal.step;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Puts conversations one behind the other, and under a deadline. */
public final class Steps {

  private Steps() {}

  /** What follows a conversation's end. */
  @FunctionalInterface
  public interface Next<A, B> {

    /** The step after {@code value} was handed out at {@code now}. */
    Step<B> after(A value, Instant now);
  }

  /**
   * Goes on with {@code next} where the first conversation is done; where it fails, so does the
   * whole.
   *
   * @param now the time at which {@code step} came about
   */
  public static <A, B> Step<B> then(Step<A> step, Instant now, Next<A, B> next) {
    if (step instanceof Step.Done<A> done) {
      return next.after(done.value(), now);
    }
    if (step instanceof Step.Failed<A> failed) {
      return Step.failed(failed.error());
    }
    if (step instanceof Step.Pause<A> pause) {
      return Step.pause(pause.delay(), later -> then(pause.elapsed(later), later, next));
    }
    Step.Send<A> send = (Step.Send<A>) step;
    return Step.send(
        send.request(),
        send.timeout(),
        send.maxBodyBytes(),
        (response, later) -> then(send.answered(response, later), later, next),
        (failure, later) -> then(send.unanswered(failure, later), later, next));
  }

  /**
   * Goes on with {@code instead} where the conversation fails.
   *
   * @param instead the step for an error; may fail with it as well
   */
  public static <T> Step<T> recovering(
      Step<T> step, Function<? super RuntimeException, Step<T>> instead) {
    if (step instanceof Step.Failed<T> failed) {
      return instead.apply(failed.error());
    }
    if (step instanceof Step.Pause<T> pause) {
      return Step.pause(pause.delay(), later -> recovering(pause.elapsed(later), instead));
    }
    if (step instanceof Step.Send<T> send) {
      return Step.send(
          send.request(),
          send.timeout(),
          send.maxBodyBytes(),
          (response, later) -> recovering(send.answered(response, later), instead),
          (failure, later) -> recovering(send.unanswered(failure, later), instead));
    }
    return step;
  }

  /**
   * Gives no {@code Send} and no {@code Pause} more time than is left. Where none is left, neither
   * is made: a {@code Send} counts as timed out, not sent, and a {@code Pause} ends the
   * conversation.
   *
   * @param now the time at which {@code step} came about
   * @param late what the conversation ends with instead of a {@code Pause}
   */
  public static <T> Step<T> before(Instant deadline, Step<T> step, Instant now, T late) {
    Duration left = Duration.between(now, deadline);
    boolean noneLeft = left.isNegative() || left.isZero();
    if (step instanceof Step.Send<T> send) {
      if (noneLeft) {
        TransportFailure timeout = TransportFailure.notSent(TransportFailure.Kind.TIMEOUT);
        return before(deadline, send.unanswered(timeout, now), now, late);
      }
      return Step.send(
          send.request(),
          shorter(send.timeout(), left),
          send.maxBodyBytes(),
          (response, later) -> before(deadline, send.answered(response, later), later, late),
          (failure, later) -> before(deadline, send.unanswered(failure, later), later, late));
    }
    if (step instanceof Step.Pause<T> pause) {
      return noneLeft
          ? Step.done(late)
          : Step.pause(
              shorter(pause.delay(), left),
              later -> before(deadline, pause.elapsed(later), later, late));
    }
    return step;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
