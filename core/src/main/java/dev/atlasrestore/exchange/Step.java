package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The next thing that a call needs: {@link Send} a request, {@link Transfer} a body of any size,
 * {@link Pause}, a thread for {@link Blocking} work, or end as {@link Done} or {@link Failed}.
 * Immutable.
 *
 * <p>A runner executes a {@link Pending} step and reports exactly one event. The report returns the
 * next step. The runner may report on any thread. It must not keep a step after the report. An
 * exception thrown by {@code answered}, {@code unanswered}, {@code elapsed} or {@code run} ends the
 * call; the runner delivers that same instance to its user.
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
   * A step that ends with an {@link Event}. Runners report the event by {@link Exchange#answered},
   * {@link Exchange#unanswered}, {@link Pause#elapsed}, {@link Blocking#run} and {@link
   * #cancelled}, so that the compiler checks that the event fits the step. Functions that build
   * calls from other calls use {@link #next} and {@link #withContinuation}, so that they pass on
   * every kind of event.
   */
  sealed interface Pending<T extends @Nullable Object> extends Step<T> {

    /**
     * Returns the function from the event and its time to the next step. After {@link
     * Event.Cancelled} the function returns a {@link Blocking} step if the call needs a cleanup,
     * for example to delete a file. Otherwise it returns {@link #afterCancellation}.
     */
    BiFunction<Event, Instant, Step<T>> continuation();

    /** Returns the same step with another continuation. */
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
     * @return the cleanup of the call. The runner calls {@link Blocking#run} once, on a thread that
     *     may block, and ignores the step that it returns. Empty if no cleanup is needed; only a
     *     call with a {@link Transfer} needs one
     */
    default Optional<Blocking<T>> cancelled(Instant now) {
      try {
        return next(new Event.Cancelled(), now) instanceof Blocking<T> work
            ? Optional.of(work)
            : Optional.empty();
      } catch (Exception ignored) {
        // The call has ended. Its runner must be able to end other calls.
        return Optional.empty();
      }
    }
  }

  /**
   * Asks the runner to send a request exactly once. The runner follows no redirects and answers no
   * challenges. Ends with {@link Event.Answered}, {@link Event.Unanswered} or {@link
   * Event.Cancelled}.
   */
  sealed interface Exchange<T extends @Nullable Object> extends Pending<T> {

    /** Returns the request; its target and header fields are sent as they are. */
    HttpRequest request();

    /**
     * Returns the size of the largest body to keep in memory, after transfer decoding. A larger
     * body is not read to its end and fails as {@link TransportFailure.Kind#TOO_LARGE}.
     */
    int maxBodyBytes();

    /**
     * Reports a complete response, with any status.
     *
     * @param response the response
     * @param now the time after it arrived
     * @return the next step
     */
    default Step<T> answered(HttpResponse response, Instant now) {
      return next(new Event.Answered(response), now);
    }

    /**
     * Reports that no usable response arrived.
     *
     * @param failure the reason
     * @param now the time of the failure
     * @return the next step
     */
    default Step<T> unanswered(TransportFailure failure, Instant now) {
      return next(new Event.Unanswered(failure), now);
    }
  }

  /**
   * Asks the runner to send the request and to keep the whole response in memory.
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
      implements Exchange<T> {

    /** Checks that all parts are present. */
    public Send {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(timeout, "timeout");
      Objects.requireNonNull(continuation, "continuation");
    }

    @Override
    public <R extends @Nullable Object> Send<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> other) {
      return new Send<>(request, timeout, maxBodyBytes, other);
    }

    /** Shows the request without its path and its values. */
    @Override
    public String toString() {
      return "Send[" + request + ", timeout=" + timeout + ", maxBodyBytes=" + maxBodyBytes + "]";
    }
  }

  /**
   * Asks the runner to send the request and to pass the body of the response to a sink, without
   * keeping it in memory.
   *
   * <p>When the head of the response has arrived, the runner asks {@code sinkFor} for the sink,
   * once:
   *
   * <ul>
   *   <li>With a sink, the runner calls {@link BodySink#write} with every part of the body, in
   *       order, one at a time, on a thread that may block. It reads more from the connection only
   *       while less than 4 MiB wait for the sink. When the last part is written, it reports the
   *       response with an empty body. If the sink throws, the runner reports {@link
   *       TransportFailure.Kind#OTHER} with the sink's exception as the cause, and closes the
   *       connection unless the body has arrived to its end.
   *   <li>Without a sink, the runner keeps the body in memory as for a {@link Send}.
   * </ul>
   *
   * <p>If {@code sinkFor} throws, the runner does the same as if the sink throws. The body is
   * passed to the sink after transfer decoding. No content coding is decoded. The runner reports an
   * event only when no {@code write} is under way, except {@link #cancelled}, which does not wait
   * for a {@code write}.
   *
   * @param request the request; target and header fields are sent as they are
   * @param idleTimeout limits the time until the head has arrived, and then each time without a
   *     byte of the body. It does not run while the sink writes
   * @param maxBodyBytes the largest body to keep in memory if there is no sink
   * @param sinkFor returns the sink for the head of a response, which is passed as a response with
   *     an empty body; must not block
   * @param continuation receives {@link Event.Answered}, {@link Event.Unanswered} or {@link
   *     Event.Cancelled}
   */
  record Transfer<T extends @Nullable Object>(
      HttpRequest request,
      Duration idleTimeout,
      int maxBodyBytes,
      Function<HttpResponse, Optional<BodySink>> sinkFor,
      BiFunction<Event, Instant, Step<T>> continuation)
      implements Exchange<T> {

    /** Checks that all parts are present. */
    public Transfer {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(idleTimeout, "idleTimeout");
      Objects.requireNonNull(sinkFor, "sinkFor");
      Objects.requireNonNull(continuation, "continuation");
    }

    @Override
    public <R extends @Nullable Object> Transfer<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> other) {
      return new Transfer<>(request, idleTimeout, maxBodyBytes, sinkFor, other);
    }

    /** Shows the method but not the address, which is a secret. */
    @Override
    public String toString() {
      return "Transfer[" + request.method() + ", idleTimeout=" + idleTimeout + "]";
    }
  }

  /**
   * Asks the runner for a thread that may block, because the call has work that reads or writes
   * files. A runner with event loops does the work on another thread. A blocking runner does it on
   * the thread of its user.
   *
   * @param continuation receives {@link Event.MayBlock} or {@link Event.Cancelled}
   */
  record Blocking<T extends @Nullable Object>(BiFunction<Event, Instant, Step<T>> continuation)
      implements Pending<T> {

    /** Checks that the continuation is present. */
    public Blocking {
      Objects.requireNonNull(continuation, "continuation");
    }

    /**
     * Does the work on this thread.
     *
     * @param now the time before the work
     * @return the next step
     */
    public Step<T> run(Instant now) {
      return next(new Event.MayBlock(), now);
    }

    @Override
    public <R extends @Nullable Object> Blocking<R> withContinuation(
        BiFunction<Event, Instant, Step<R>> other) {
      return new Blocking<>(other);
    }

    @Override
    public String toString() {
      return "Blocking";
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
    return new Send<>(request, timeout, maxBodyBytes, afterExchange(onAnswer, onFailure));
  }

  /**
   * Creates a {@link Transfer} with one function for each of its outcomes. It ignores {@link
   * Event.Cancelled}.
   *
   * @param onAnswer returns the step after {@link Transfer#answered}
   * @param onFailure returns the step after {@link Transfer#unanswered}
   */
  static <T extends @Nullable Object> Transfer<T> transfer(
      HttpRequest request,
      Duration idleTimeout,
      int maxBodyBytes,
      Function<HttpResponse, Optional<BodySink>> sinkFor,
      BiFunction<HttpResponse, Instant, Step<T>> onAnswer,
      BiFunction<TransportFailure, Instant, Step<T>> onFailure) {
    return new Transfer<>(
        request, idleTimeout, maxBodyBytes, sinkFor, afterExchange(onAnswer, onFailure));
  }

  private static <T extends @Nullable Object> BiFunction<Event, Instant, Step<T>> afterExchange(
      BiFunction<HttpResponse, Instant, Step<T>> onAnswer,
      BiFunction<TransportFailure, Instant, Step<T>> onFailure) {
    Objects.requireNonNull(onAnswer, "onAnswer");
    Objects.requireNonNull(onFailure, "onFailure");
    return (event, now) -> {
      if (event instanceof Event.Answered answered) {
        return onAnswer.apply(answered.response(), now);
      }
      return event instanceof Event.Unanswered unanswered
          ? onFailure.apply(unanswered.failure(), now)
          : afterCancellation();
    };
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

  /**
   * Creates a {@link Blocking}. It ignores {@link Event.Cancelled}.
   *
   * @param work does the work, and returns the step after it
   */
  static <T extends @Nullable Object> Blocking<T> blocking(Function<Instant, Step<T>> work) {
    Objects.requireNonNull(work, "work");
    return new Blocking<>(
        (event, now) -> event instanceof Event.Cancelled ? afterCancellation() : work.apply(now));
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
   * Returns the step for a continuation to return after {@link Event.Cancelled} if no cleanup is
   * needed. No runner executes it.
   */
  static <T extends @Nullable Object> Failed<T> afterCancellation() {
    return new Failed<>(new CancellationException("the call was cancelled"));
  }
}
