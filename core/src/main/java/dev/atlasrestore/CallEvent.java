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
 *   <li>{@link Started};
 *   <li>{@link AttemptStarted};
 *   <li>{@link ResponseReceived} or {@link RequestFailed};
 *   <li>if the attempt failed and is retried, {@link Retried}, and again from 2;
 *   <li>at the end, {@link Done}.
 * </ol>
 *
 * <p>A list has the events 2 to 4 for every page, a wait for every poll, and a download for every
 * read of the job; its requests to the download link have no events. A wait has one or more {@link
 * Paused} before each poll that must wait, possibly also before the first one. A download has one
 * before it repeats a request to the link, and before it reads the job again for the hash.
 *
 * <p>Every call has exactly one {@link Started} and exactly one end: {@link Done}, or {@link
 * Cancelled} if the call is stopped early. No event follows the end. A call that never starts has
 * no events, for example the call of a client that is closed already.
 *
 * <p>This interface is not sealed, because later versions may add events. With a sealed interface,
 * a {@code switch} without a default branch would compile today and fail at run time on the first
 * new event. A listener must ignore events that it does not know.
 */
public interface CallEvent {

  /** Returns the call that the event belongs to. */
  CallInfo call();

  /** The operations that a user can start. */
  enum Operation {
    /** {@link RestoreJobPort#get}. */
    GET,
    /** {@link RestoreJobPort#awaitCompletion} and every other operation that waits for a job. */
    AWAIT,
    /** {@link RestoreJobListPort#list}. */
    LIST,
    /** {@link RestoreDownloadPort#download}. */
    DOWNLOAD
  }

  /** A call has started. */
  record Started(CallInfo call) implements CallEvent {}

  /**
   * An attempt has started. It takes one request, or more if the service sends a challenge.
   *
   * @param attempt the number of the attempt within this read, from 1
   */
  record AttemptStarted(CallInfo call, int attempt) implements CallEvent {}

  /**
   * An attempt has received its response.
   *
   * @param attempt the number of the attempt within this read, from 1
   * @param status the HTTP status; for an enveloped response, the status in the envelope
   * @param requests the number of requests of this attempt; the rate limit of the service counts
   *     each of them
   * @param took the duration of the attempt
   */
  record ResponseReceived(CallInfo call, int attempt, int status, int requests, Duration took)
      implements CallEvent {}

  /**
   * An attempt has failed without a usable response.
   *
   * @param attempt the number of the attempt within this read, from 1
   * @param kind the kind of the failure
   * @param requests the number of requests of this attempt that may have reached the service; 0 if
   *     no connection could be opened
   * @param took the duration of the attempt
   */
  record RequestFailed(
      CallInfo call, int attempt, TransportFailure.Kind kind, int requests, Duration took)
      implements CallEvent {}

  /**
   * A failed attempt is going to be retried.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param delay the pause before the next attempt
   */
  record Retried(CallInfo call, int attempt, Duration delay) implements CallEvent {}

  /**
   * A call pauses: a wait before its next poll, because of its interval, of the rate limiter, or of
   * a {@code Retry-After}; a download before it repeats a request to the link, or reads the job
   * again for the hash.
   *
   * @param delay the duration of the pause
   */
  record Paused(CallInfo call, Duration delay) implements CallEvent {}

  /**
   * A call has ended, with a result or an exception.
   *
   * @param attempts the number of all attempts of the call
   * @param elapsed the duration of the call
   * @param failure the type of the exception that the call ended with; empty if it ended with a
   *     result
   * @param status the HTTP status of the error response that the call ended with; empty if it ended
   *     otherwise
   */
  record Done(
      CallInfo call,
      int attempts,
      Duration elapsed,
      Optional<Class<? extends Throwable>> failure,
      OptionalInt status)
      implements CallEvent {}

  /**
   * A call was stopped early: its user cancelled it, its thread was interrupted, its verticle was
   * undeployed, or the client was closed. On Jersey, a call whose client is closed during an
   * exchange ends with {@link Done} instead.
   *
   * @param attempts the number of all attempts of the call, the last of them perhaps unfinished
   * @param elapsed the duration of the call
   */
  record Cancelled(CallInfo call, int attempts, Duration elapsed) implements CallEvent {}
}
