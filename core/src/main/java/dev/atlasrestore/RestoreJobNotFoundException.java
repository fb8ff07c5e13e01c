package dev.atlasrestore;

import java.util.Optional;

/**
 * The restore job does not exist: status 404. The error code says whether the group, the cluster or
 * the job is unknown, or whether the group belongs to another product.
 *
 * <p>{@code awaitBatch} also throws it if the cluster has no job of the batch. It then has no error
 * code.
 */
public final class RestoreJobNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets and without the response body
   * @param status the HTTP status
   * @param error the error in the response body; {@link ApiError#NONE} if there is none
   * @param stats the cost of the call
   */
  public RestoreJobNotFoundException(String message, int status, ApiError error, CallStats stats) {
    super(message, status, error, Optional.empty(), stats);
  }
}
