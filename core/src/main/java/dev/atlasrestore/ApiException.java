package dev.atlasrestore;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service responded with an error status. Some statuses have a subclass. */
public sealed class ApiException extends AtlasException
    permits AccessDeniedException, RestoreJobNotFoundException, RateLimitedException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String errorCode;
  private final @Nullable String detail;
  private final @Nullable String reason;
  private final List<String> parameters;
  private final @Nullable Duration retryAfter;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets and without the response body
   * @param status the HTTP status; for an enveloped response, the status in the envelope
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param retryAfter the time after which the service allows another request
   * @param stats the cost of the call
   */
  public ApiException(
      String message, int status, ApiError error, Optional<Duration> retryAfter, CallStats stats) {
    super(message, null, stats);
    Objects.requireNonNull(retryAfter, "retryAfter");
    this.status = status;
    this.errorCode = error.errorCode().orElse(null);
    this.detail = error.detail().orElse(null);
    this.reason = error.reason().orElse(null);
    this.parameters = error.parameters();
    this.retryAfter = retryAfter.orElse(null);
  }

  /** The HTTP status; for an enveloped response, the status in the envelope. */
  public int status() {
    return status;
  }

  /** The error code of the service, for example {@code RESTORE_JOB_NOT_FOUND}. */
  public Optional<String> errorCode() {
    return Optional.ofNullable(errorCode);
  }

  /** The description of the error by the service. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  /** The HTTP reason phrase in the response body. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** The values that the error refers to, unmodifiable; empty if the service sent none. */
  public List<String> parameters() {
    return parameters;
  }

  /**
   * The time after which the service allows another request ({@code Retry-After}), counted from the
   * response.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
