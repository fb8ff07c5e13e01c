package dev.atlasrestore.internal.step;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;

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
   * Gives no {@code Send} and no {@code Pause} more time than is left. A {@code Send} for which
   * none is left is not made: it counts as timed out, not sent.
   *
   * @param now the time at which {@code step} came about
   */
  public static <T> Step<T> before(Instant deadline, Step<T> step, Instant now) {
    Duration left = Duration.between(now, deadline);
    if (step instanceof Step.Send<T> send) {
      if (left.isNegative() || left.isZero()) {
        TransportFailure late = TransportFailure.notSent(TransportFailure.Kind.TIMEOUT);
        return before(deadline, send.unanswered(late, now), now);
      }
      return Step.send(
          send.request(),
          shorter(send.timeout(), left),
          send.maxBodyBytes(),
          (response, later) -> before(deadline, send.answered(response, later), later),
          (failure, later) -> before(deadline, send.unanswered(failure, later), later));
    }
    if (step instanceof Step.Pause<T> pause) {
      Duration delay = shorter(pause.delay(), left.isNegative() ? Duration.ZERO : left);
      return Step.pause(delay, later -> before(deadline, pause.elapsed(later), later));
    }
    return step;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
