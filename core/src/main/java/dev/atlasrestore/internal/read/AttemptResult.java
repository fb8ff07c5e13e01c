package dev.atlasrestore.internal.read;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The result of one attempt to read a job. */
public sealed interface AttemptResult {

  /**
   * Returns the status of the response; the inner status if the response was enveloped; empty if no
   * usable response arrived.
   */
  OptionalInt status();

  /** Returns the number of requests that the attempt took. */
  int requests();

  /** The attempt read the job. */
  record Success(RestoreJob job, OptionalInt status, int requests) implements AttemptResult {}

  /**
   * The attempt failed.
   *
   * @param retryable whether another attempt may succeed
   * @param unanswered the transport's report if no usable response arrived
   * @param retryAfter the time that the service asked to wait
   * @param error creates the exception from the cost of the whole call
   */
  record Failure(
      boolean retryable,
      OptionalInt status,
      Optional<TransportFailure> unanswered,
      Optional<Duration> retryAfter,
      Function<CallStats, AtlasException> error,
      int requests)
      implements AttemptResult {}
}
