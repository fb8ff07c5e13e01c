package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;

/**
 * The service refused the key, offered no challenge that can be answered, or could not prove
 * itself. Never repeated by itself: repeating a wrong password locks accounts.
 */
public final class AuthenticationException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret
   * @param error what the service said, {@link ApiError#NONE} if nothing
   * @param stats what the call had cost
   */
  public AuthenticationException(String message, ApiError error, CallStats stats) {
    super(message, null, stats);
    this.error = Objects.requireNonNull(error, "error");
  }

  /** The service's error code, if it sent one. */
  public Optional<String> errorCode() {
    return error.errorCode();
  }

  /** The service's own words, if it sent any. */
  public Optional<String> detail() {
    return error.detail();
  }
}
