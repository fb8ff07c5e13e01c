package dev.atlasrestore;

import java.util.Optional;

/**
 * The service accepted the key but denied access: status 403, or a 401 with an error code for a
 * missing permission. Often the address of this machine is not on the access list of the key, or
 * the key has no role in the group.
 */
public final class AccessDeniedException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets and without the response body
   * @param status the HTTP status
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param stats the cost of the call
   */
  public AccessDeniedException(String message, int status, ApiError error, CallStats stats) {
    super(message, status, error, Optional.empty(), stats);
  }
}
