package dev.atlasrestore;

import java.util.Optional;

/**
 * The key is good but may not do this: status 403, or a 401 whose error code means a missing
 * permission. Often this machine's address is not on the key's access list, or the key has no role
 * in the group.
 */
public final class AccessDeniedException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret and no body
   * @param status the HTTP status
   * @param error what the service said, {@link ApiError#NONE} if nothing
   * @param stats what the call had cost
   */
  public AccessDeniedException(String message, int status, ApiError error, CallStats stats) {
    super(message, status, error, Optional.empty(), stats);
  }
}
