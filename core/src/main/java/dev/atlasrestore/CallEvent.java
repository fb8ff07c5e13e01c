package dev.atlasrestore;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened to a call. A call sees {@link AttemptStarted}, then {@link
 * ResponseReceived} or {@link RequestFailed}, then perhaps {@link Retried} and the next attempt,
 * and in the end {@link Done}. A wait is a row of reads with a {@link Paused} between them and one
 * {@link Done} of its own. A call that is cancelled or interrupted just goes silent, without {@link
 * Done}; so does one whose client is closed, unless that meets it in an exchange on Jersey.
 *
 * <p>New kinds of events may be added: a listener ignores what it does not know.
 */
public sealed interface CallEvent {

  /** What was called. */
  enum Operation {
    /** {@link RestoreJobPort#get}. */
    GET,
    /** {@link RestoreJobPort#awaitCompletion}, and everything else that waits for a job's end. */
    AWAIT
  }

  /**
   * An attempt begins; it takes one request, or two and more where a challenge has to be answered.
   *
   * @param attempt which attempt of this read, from 1
   */
  record AttemptStarted(int attempt) implements CallEvent {}

  /**
   * An attempt got its answer.
   *
   * @param attempt which attempt of this read, from 1
   * @param status the HTTP status of the answer, the inner one if it was enveloped
   * @param requests how many requests the attempt took; each counts against the service's rate
   *     limit
   * @param took how long the attempt took
   */
  record ResponseReceived(int attempt, int status, int requests, Duration took)
      implements CallEvent {}

  /**
   * An attempt got no usable answer.
   *
   * @param attempt which attempt of this read, from 1
   * @param kind what went wrong
   * @param requests how many requests the attempt took
   * @param took how long the attempt took
   */
  record RequestFailed(int attempt, TransportFailure.Kind kind, int requests, Duration took)
      implements CallEvent {}

  /**
   * A failed attempt will be repeated.
   *
   * @param attempt which attempt failed, from 1
   * @param delay after which pause the next one begins
   */
  record Retried(int attempt, Duration delay) implements CallEvent {}

  /**
   * A wait pauses before its next read: its interval, its turn within the rate, or what the service
   * asked for.
   *
   * @param delay for how long
   */
  record Paused(Duration delay) implements CallEvent {}

  /**
   * A call has ended, by itself: none that is ended from outside tells this, see {@link CallEvent}.
   *
   * @param operation what was called
   * @param attempts how many attempts it took in all
   * @param elapsed how long it took in all
   * @param failure the kind of exception it ended with; empty if it ended with a job
   * @param status the status that the service refused it with, if that is how it ended
   */
  record Done(
      Operation operation,
      int attempts,
      Duration elapsed,
      Optional<Class<? extends RuntimeException>> failure,
      OptionalInt status)
      implements CallEvent {}
}
