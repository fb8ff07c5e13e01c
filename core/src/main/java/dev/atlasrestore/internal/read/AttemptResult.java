package dev.atlasrestore.internal.read;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The result of one attempt to read a resource.
 *
 * @param <T> the type of the resource
 */
public sealed interface AttemptResult<T> {

  /**
   * Returns the status of the response; the inner status if the response was enveloped; empty if no
   * usable response arrived.
   */
  OptionalInt status();

  /** Returns the number of requests that the attempt took. */
  int requests();

  /**
   * Returns whether the service has responded, at least with the challenge that the attempt's
   * request was signed for.
   */
  boolean responded();

  /** The attempt read the resource. */
  record Success<T>(T value, OptionalInt status, int requests) implements AttemptResult<T> {

    @Override
    public boolean responded() {
      return true;
    }
  }

  /**
   * The attempt failed.
   *
   * @param failureClass says whether another attempt may succeed
   * @param unanswered the transport's report if no usable response arrived
   * @param retryAfter the time that the service asked to wait
   * @param error creates the exception from the cost of the whole call
   */
  record Failure<T>(
      FailureClass failureClass,
      OptionalInt status,
      Optional<TransportFailure> unanswered,
      boolean responded,
      Optional<Duration> retryAfter,
      Function<CallStats, AtlasException> error,
      int requests)
      implements AttemptResult<T> {

    private static final int TOO_MANY_REQUESTS = 429;

    /** Returns whether the service asks for fewer requests, or for a pause before the next one. */
    public boolean asksForPause() {
      return retryAfter.isPresent() || status.orElse(0) == TOO_MANY_REQUESTS;
    }

    /** Returns whether the retry policy may allow another attempt. */
    public boolean retryable() {
      return failureClass == FailureClass.RETRYABLE;
    }

    /** Returns whether the attempt ended because of a timeout. */
    public boolean isTimeout() {
      return unanswered.filter(lost -> lost.kind() == TransportFailure.Kind.TIMEOUT).isPresent();
    }
  }
}
