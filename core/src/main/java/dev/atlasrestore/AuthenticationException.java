package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Authentication failed; {@link #reason()} says why. The library does not retry it, because
 * repeated attempts with a wrong password lock accounts. {@link Reason#STALE_NONCE} is retried as
 * {@link RetryPolicy} says. A wait that has read its job ends only with the third poll in a row in
 * which the server refuses the key.
 */
public final class AuthenticationException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private static final int UNAUTHORIZED = 401;

  /** The reasons for which authentication fails. More may be added: use a default branch. */
  public enum Reason {

    /** The service did not accept the key: the public or the private key is wrong, or revoked. */
    KEY_REFUSED,

    /** The service offered no challenge that this library supports. */
    NO_SUPPORTED_CHALLENGE,

    /** The service called every nonce stale. The digest was right (RFC 7616, section 3.3). */
    STALE_NONCE,

    /** The service did not prove that it knows the key: its {@code rspauth} is wrong. */
    SERVER_NOT_AUTHENTICATED,

    /** This Java runtime does not have the hash algorithm of the challenge. */
    ALGORITHM_UNAVAILABLE,

    /** The public key cannot be encoded in the charset of the challenge. */
    USER_NAME_NOT_ENCODABLE
  }

  private final Reason reason;
  private final int status;
  private final @Nullable String errorCode;
  private final @Nullable String detail;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets
   * @param reason the reason of the failure
   * @param status the HTTP status of the last response
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param stats the cost of the call
   */
  public AuthenticationException(
      String message, Reason reason, int status, ApiError error, CallStats stats) {
    super(message, null, stats);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.status = status;
    this.errorCode = error.errorCode().orElse(null);
    this.detail = error.detail().orElse(null);
  }

  /**
   * Creates the exception for a key that the service refused with status 401.
   *
   * @param message one sentence for people, without secrets
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param stats the cost of the call
   */
  public AuthenticationException(String message, ApiError error, CallStats stats) {
    this(message, Reason.KEY_REFUSED, UNAUTHORIZED, error, stats);
  }

  /** The reason of the failure. */
  public Reason reason() {
    return reason;
  }

  /** The HTTP status of the last response; for an enveloped one, the status in the envelope. */
  public int status() {
    return status;
  }

  /** The error code of the service. */
  public Optional<String> errorCode() {
    return Optional.ofNullable(errorCode);
  }

  /** The description of the error by the service. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }
}
