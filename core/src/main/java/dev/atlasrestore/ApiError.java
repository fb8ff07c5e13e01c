package dev.atlasrestore;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The body of an error response: {@code {"detail", "error", "errorCode", "parameters", "reason"}}.
 * Old servers and proxies send only some of these members, or none.
 *
 * @param errorCode the error code, for example {@code RESTORE_JOB_NOT_FOUND}
 * @param detail the description of the error by the service
 * @param reason the HTTP reason phrase
 * @param parameters the values that the error refers to; numbers are kept as text
 */
public record ApiError(
    Optional<String> errorCode,
    Optional<String> detail,
    Optional<String> reason,
    List<String> parameters) {

  /** An error without any readable member. */
  public static final ApiError NONE =
      new ApiError(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** Copies the list. */
  public ApiError {
    Objects.requireNonNull(errorCode, "errorCode");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(reason, "reason");
    parameters = List.copyOf(parameters);
  }

  /** Returns an error with a code and a description only. */
  public static ApiError of(String errorCode, String detail) {
    return new ApiError(Optional.of(errorCode), Optional.of(detail), Optional.empty(), List.of());
  }
}
