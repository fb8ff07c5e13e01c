package dev.atlasrestore.internal.answer;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.Effort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What one attempt to read a job came to. */
public sealed interface Outcome {

  /** How many requests the attempt took. */
  int requests();

  /**
   * The job.
   *
   * @param status the HTTP status, the inner one if the answer was enveloped
   */
  record Read(RestoreJob job, int status, int requests) implements Outcome {}

  /**
   * No job.
   *
   * @param passing whether it may be otherwise soon
   * @param status the HTTP status, the inner one if the answer was enveloped; empty if there was no
   *     answer
   * @param failure what the transport reported, if there was no answer
   * @param retryAfter how long the service asked to wait
   * @param error makes the exception, once it is known what the call had cost
   */
  record Fault(
      boolean passing,
      OptionalInt status,
      Optional<TransportFailure> failure,
      Optional<Duration> retryAfter,
      Function<Effort, AtlasException> error,
      int requests)
      implements Outcome {}
}
