package dev.atlasrestore;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The body of an error answer: {@code {"detail", "error", "errorCode", "parameters", "reason"}}.
 * Old servers and proxies send less, or nothing.
 *
 * @param errorCode the code, for example {@code RESTORE_JOB_NOT_FOUND}
 * @param detail the service's own words
 * @param reason the HTTP reason phrase
 * @param parameters what the error is about; strings, and numbers as text
 */
public record ApiError(
    Optional<String> errorCode,
    Optional<String> detail,
    Optional<String> reason,
    List<String> parameters) {

  /** The service said nothing that can be read. */
  public static final ApiError NONE =
      new ApiError(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** Copies the list. */
  public ApiError {
    Objects.requireNonNull(errorCode, "errorCode");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(reason, "reason");
    parameters = List.copyOf(parameters);
  }

  /** An error with this code and these words. */
  public static ApiError of(String errorCode, String detail) {
    return new ApiError(Optional.of(errorCode), Optional.of(detail), Optional.empty(), List.of());
  }
}
