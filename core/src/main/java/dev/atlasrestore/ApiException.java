package dev.atlasrestore;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The service answered with an error. Some statuses have a type of their own. */
public sealed class ApiException extends AtlasException
    permits AccessDeniedException, RestoreJobNotFoundException, RateLimitedException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ApiError error;
  private final transient Optional<Duration> retryAfter;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret and no body
   * @param status the HTTP status, the inner one if the answer was enveloped
   * @param error what the service said, {@link ApiError#NONE} if nothing
   * @param retryAfter how long the service asked to wait
   * @param stats what the call had cost
   */
  public ApiException(
      String message, int status, ApiError error, Optional<Duration> retryAfter, CallStats stats) {
    super(message, null, stats);
    this.status = status;
    this.error = Objects.requireNonNull(error, "error");
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
  }

  /** The HTTP status, the inner one if the answer was enveloped. */
  public int status() {
    return status;
  }

  /** The service's error code, if it sent one. */
  public Optional<String> errorCode() {
    return error.errorCode();
  }

  /** The service's own words, if it sent any. */
  public Optional<String> detail() {
    return error.detail();
  }

  /** The HTTP reason phrase in the service's error, if it sent one. */
  public Optional<String> reason() {
    return error.reason();
  }

  /** What the error is about; unmodifiable, empty if the service did not say. */
  public List<String> parameters() {
    return error.parameters();
  }

  /** How long the service asked to wait ({@code Retry-After}), as of the moment it answered. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
