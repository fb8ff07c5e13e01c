package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The next thing that a call needs: {@link Send} a request, {@link Pause}, or end as {@link Done}
 * or {@link Failed}. Immutable.
 *
 * <p>A runner executes a {@link Pending} step and reports exactly one event. The report returns the
 * next step. The runner may report on any thread. It must not keep a step after the report. An
 * exception thrown by {@code answered}, {@code unanswered} or {@code elapsed} ends the call; the
 * runner delivers that same instance to its user.
 *
 * <p>A runner that stops a call early reports {@link Pending#cancelled} on the pending step, and
 * does nothing more with the call. If another thread is reporting an event at that moment, the
 * runner reports {@code cancelled} on the step that this event leads to. {@link RunningCall} does
 * both for runners that use several threads.
 *
 * @param <T> the type of the call's result
 */
public sealed interface Step<T extends @Nullable Object> {

  /**
   * A step that ends with an {@link Event}. Runners report the event by {@link Send#answered},
   * {@link Send#unanswered}, {@link Pause#elapsed} and {@link #cancelled}, so that the compiler
   * checks that the event fits the step. Functions that build calls from other calls use {@link
   * #next} and {@link #withContinuation}, so that they pass on every kind of event.
   */
  sealed interface Pending<T extends @Nullable Object> extends Step<T> {

    /**
     * Returns the function from the event and its time to the next step. After {@link
     * Event.Cancelled} there is no next step; the function then returns any step.
     */
    BiFunction<Event, Instant, Step<T>> continuation();

    /** Returns the same request or delay with another continuation. */
    <R extends @Nullable Object> Pending<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> continuation);

    /**
     * Reports an event.
     *
     * @param event an event that can end this step
     * @param now the time of the event
     * @return the next step
     */
    default Step<T> next(Event event, Instant now) {
      return continuation().apply(event, now);
    }

    /**
     * Reports that the runner stops the call early: its user has cancelled it, the thread was
     * interrupted, or the client was closed. The call then returns everything that it shares with
     * other calls. The runner must have freed its own resources before. Never throws an {@link
     * Exception}.
     *
     * @param now the time of the cancellation
     */
    default void cancelled(Instant now) {
      try {
        next(new Event.Cancelled(), now);
      } catch (Exception ignored) {
        // The call has ended. Its runner must be able to end other calls.
      }
    }
  }

  /**
   * Asks the runner to send the request exactly once. The runner follows no redirects and answers
   * no challenges.
   *
   * @param request the request; target and header fields are sent as they are
   * @param timeout limits the whole exchange, from waiting for a connection to the last byte of the
   *     body
   * @param maxBodyBytes the largest body to accept, after transfer decoding; a larger body is not
   *     read to its end and fails as {@link TransportFailure.Kind#TOO_LARGE}
   * @param continuation receives {@link Event.Answered}, {@link Event.Unanswered} or {@link
   *     Event.Cancelled}
   */
  record Send<T extends @Nullable Object>(
      HttpRequest request,
      Duration timeout,
      int maxBodyBytes,
      BiFunction<Event, Instant, Step<T>> continuation)
      implements Pending<T> {

    /** Checks that all parts are present. */
    public Send {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(timeout, "timeout");
      Objects.requireNonNull(continuation, "continuation");
    }

    /**
     * Reports a complete response, with any status.
     *
     * @param response the response
     * @param now the time after it arrived
     * @return the next step
     */
    public Step<T> answered(HttpResponse response, Instant now) {
      return next(new Event.Answered(response), now);
    }

    /**
     * Reports that no usable response arrived.
     *
     * @param failure the reason
     * @param now the time of the failure
     * @return the next step
     */
    public Step<T> unanswered(TransportFailure failure, Instant now) {
      return next(new Event.Unanswered(failure), now);
    }

    @Override
    public <R extends @Nullable Object> Send<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> other) {
      return new Send<>(request, timeout, maxBodyBytes, other);
    }

    /** Shows the request without its credentials. */
    @Override
    public String toString() {
      return "Send[" + request + ", timeout=" + timeout + ", maxBodyBytes=" + maxBodyBytes + "]";
    }
  }

  /**
   * Asks the runner to wait at least this long, without blocking a thread that the runner does not
   * own.
   *
   * @param delay the least time to wait, possibly zero
   * @param continuation receives {@link Event.Elapsed} or {@link Event.Cancelled}
   */
  record Pause<T extends @Nullable Object>(
      Duration delay, BiFunction<Event, Instant, Step<T>> continuation) implements Pending<T> {

    /** Checks that both parts are present. */
    public Pause {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(continuation, "continuation");
    }

    /**
     * Reports that the delay has passed.
     *
     * @param now the time after the pause
     * @return the next step
     */
    public Step<T> elapsed(Instant now) {
      return next(new Event.Elapsed(), now);
    }

    @Override
    public <R extends @Nullable Object> Pause<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> other) {
      return new Pause<>(delay, other);
    }

    @Override
    public String toString() {
      return "Pause[" + delay + "]";
    }
  }

  /**
   * The call has succeeded.
   *
   * @param value the result to deliver
   */
  record Done<T extends @Nullable Object>(T value) implements Step<T> {}

  /**
   * The call has failed.
   *
   * @param error the exception to throw or to signal: this same instance, not wrapped
   */
  record Failed<T extends @Nullable Object>(RuntimeException error) implements Step<T> {

    /** Checks that the exception is present. */
    public Failed {
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * Creates a {@link Send} with one function for each of its outcomes. It ignores {@link
   * Event.Cancelled}.
   *
   * @param onAnswer returns the step after {@link Send#answered}
   * @param onFailure returns the step after {@link Send#unanswered}
   */
  static <T extends @Nullable Object> Send<T> send(
      HttpRequest request,
      Duration timeout,
      int maxBodyBytes,
      BiFunction<HttpResponse, Instant, Step<T>> onAnswer,
      BiFunction<TransportFailure, Instant, Step<T>> onFailure) {
    Objects.requireNonNull(onAnswer, "onAnswer");
    Objects.requireNonNull(onFailure, "onFailure");
    return new Send<>(
        request,
        timeout,
        maxBodyBytes,
        (event, now) -> {
          if (event instanceof Event.Answered answered) {
            return onAnswer.apply(answered.response(), now);
          }
          return event instanceof Event.Unanswered unanswered
              ? onFailure.apply(unanswered.failure(), now)
              : afterCancellation();
        });
  }

  /**
   * Creates a {@link Pause}. It ignores {@link Event.Cancelled}.
   *
   * @param onElapsed returns the step after {@link Pause#elapsed}
   */
  static <T extends @Nullable Object> Pause<T> pause(
      Duration delay, Function<Instant, Step<T>> onElapsed) {
    Objects.requireNonNull(onElapsed, "onElapsed");
    return new Pause<>(
        delay,
        (event, now) ->
            event instanceof Event.Cancelled ? afterCancellation() : onElapsed.apply(now));
  }

  /** Creates a {@link Done}. */
  static <T extends @Nullable Object> Done<T> done(T value) {
    return new Done<>(value);
  }

  /** Creates a {@link Failed}. */
  static <T extends @Nullable Object> Failed<T> failed(RuntimeException error) {
    return new Failed<>(error);
  }

  /**
   * Returns the step for a continuation to return after {@link Event.Cancelled}. No runner takes
   * it.
   */
  static <T extends @Nullable Object> Failed<T> afterCancellation() {
    return new Failed<>(new CancellationException("the call was cancelled"));
  }
}
