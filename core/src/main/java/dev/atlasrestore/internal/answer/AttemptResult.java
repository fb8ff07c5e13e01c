package dev.atlasrestore.internal.answer;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What one attempt to read a job came to. */
public sealed interface AttemptResult {

  /** How many requests the attempt took. */
  int requests();

  /**
   * The job.
   *
   * @param status the HTTP status, the inner one if the answer was enveloped
   */
  record Success(RestoreJob job, int status, int requests) implements AttemptResult {}

  /**
   * No job.
   *
   * @param retryable whether it may be otherwise soon
   * @param status the HTTP status, the inner one if the answer was enveloped; empty if there was no
   *     answer
   * @param failure what the transport reported, if there was no answer
   * @param retryAfter how long the service asked to wait
   * @param error makes the exception, once it is known what the call had cost
   */
  record Failure(
      boolean retryable,
      OptionalInt status,
      Optional<TransportFailure> failure,
      Optional<Duration> retryAfter,
      Function<CallStats, AtlasException> error,
      int requests)
      implements AttemptResult {}
}
