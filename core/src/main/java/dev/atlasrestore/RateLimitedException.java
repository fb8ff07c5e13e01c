package dev.atlasrestore;

import java.time.Duration;
import java.util.Optional;

/**
 * The service received too many requests: status 429. {@link #retryAfter()} is the time after which
 * the service allows another request, if the response contains such a time.
 */
public final class RateLimitedException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets and without the response body
   * @param status the HTTP status
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param retryAfter the time after which the service allows another request
   * @param stats the cost of the call
   */
  public RateLimitedException(
      String message, int status, ApiError error, Optional<Duration> retryAfter, CallStats stats) {
    super(message, status, error, retryAfter, stats);
  }
}
