package dev.atlasrestore;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An event of a call. {@link CallListener} receives it.
 *
 * <p>The events of a {@link RestoreJobPort#get}:
 *
 * <ol>
 *   <li>{@link AttemptStarted};
 *   <li>{@link ResponseReceived} or {@link RequestFailed};
 *   <li>if the attempt failed and is retried, {@link Retried}, and again from 1;
 *   <li>at the end, {@link Done}.
 * </ol>
 *
 * <p>A wait has the events 1 to 3 for every poll. It has one or more {@link Paused} before each
 * poll that must wait, possibly also before the first one. It has one {@link Done} at the end. A
 * call that is cancelled or interrupted, or whose client is closed, has no further events and no
 * {@link Done}. There is one exception: on Jersey, a call whose client is closed during an exchange
 * ends with {@link Done}.
 *
 * <p>This interface is not sealed, because later versions may add events. With a sealed interface,
 * a {@code switch} without a default branch would compile today and fail at run time on the first
 * new event. A listener must ignore events that it does not know.
 */
public interface CallEvent {

  /** The operations that a user can start. */
  enum Operation {
    /** {@link RestoreJobPort#get}. */
    GET,
    /** {@link RestoreJobPort#awaitCompletion} and every other operation that waits for jobs. */
    AWAIT
  }

  /**
   * An attempt has started. It takes one request, or more if the service sends a challenge.
   *
   * @param attempt the number of the attempt within this read, from 1
   */
  record AttemptStarted(int attempt) implements CallEvent {}

  /**
   * An attempt has received its response.
   *
   * @param attempt the number of the attempt within this read, from 1
   * @param status the HTTP status; for an enveloped response, the status in the envelope
   * @param requests the number of requests of this attempt; the rate limit of the service counts
   *     each of them
   * @param took the duration of the attempt
   */
  record ResponseReceived(int attempt, int status, int requests, Duration took)
      implements CallEvent {}

  /**
   * An attempt has failed without a usable response.
   *
   * @param attempt the number of the attempt within this read, from 1
   * @param kind the kind of the failure
   * @param requests the number of requests of this attempt
   * @param took the duration of the attempt
   */
  record RequestFailed(int attempt, TransportFailure.Kind kind, int requests, Duration took)
      implements CallEvent {}

  /**
   * A failed attempt is going to be retried.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param delay the pause before the next attempt
   */
  record Retried(int attempt, Duration delay) implements CallEvent {}

  /**
   * A wait pauses before its next poll, because of its interval, of the rate limiter, or of a
   * {@code Retry-After}.
   *
   * @param delay the duration of the pause
   */
  record Paused(Duration delay) implements CallEvent {}

  /**
   * A call has ended, with a result or an exception.
   *
   * @param operation the operation that the user started
   * @param attempts the number of all attempts of the call
   * @param elapsed the duration of the call
   * @param failure the type of the exception that the call ended with; empty if it ended with a
   *     result
   * @param status the HTTP status of the error response that the call ended with; empty if it ended
   *     otherwise
   */
  record Done(
      Operation operation,
      int attempts,
      Duration elapsed,
      Optional<Class<? extends RuntimeException>> failure,
      OptionalInt status)
      implements CallEvent {}
}
