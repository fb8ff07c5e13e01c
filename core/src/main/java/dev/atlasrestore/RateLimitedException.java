package dev.atlasrestore;

import java.time.Duration;
import java.util.Optional;

/**
 * The service refused the request because too many came: status 429. {@link #retryAfter()} says how
 * long it asked to wait, if it said so.
 */
public final class RateLimitedException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret and no body
   * @param status the HTTP status
   * @param error what the service said, {@link ApiError#NONE} if nothing
   * @param retryAfter how long the service asked to wait
   * @param stats what the call had cost
   */
  public RateLimitedException(
      String message, int status, ApiError error, Optional<Duration> retryAfter, CallStats stats) {
    super(message, status, error, retryAfter, stats);
  }
}
