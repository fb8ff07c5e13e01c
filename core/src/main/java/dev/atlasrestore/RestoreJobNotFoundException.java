package dev.atlasrestore;

import java.util.Optional;

/**
 * There is no such restore job: status 404. The error code says whether the group, the cluster or
 * the job is unknown, or whether the group belongs to another product.
 */
public final class RestoreJobNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret and no body
   * @param status the HTTP status
   * @param error what the service said, {@link ApiError#NONE} if nothing
   * @param stats what the call had cost
   */
  public RestoreJobNotFoundException(String message, int status, ApiError error, CallStats stats) {
    super(message, status, error, Optional.empty(), stats);
  }
}
