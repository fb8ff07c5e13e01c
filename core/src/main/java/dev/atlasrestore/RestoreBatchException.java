package dev.atlasrestore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At least one wait of a batch failed. It is thrown after all waits of the batch have ended, so it
 * holds the jobs that have ended and the failure of each other wait. The cause is the first of
 * these failures.
 *
 * <p>{@link #attempts()} counts the attempts of the waits that failed.
 */
public final class RestoreBatchException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final Map<RestoreJobRef, RestoreJob> jobs;
  private final Map<RestoreJobRef, AtlasException> failures;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people, without secrets
   * @param jobs the jobs that have ended, with success or not
   * @param failures the failures of the other waits; at least one
   * @param stats the cost of the batch
   * @throws IllegalArgumentException if there is no failure
   */
  public RestoreBatchException(
      String message,
      Map<RestoreJobRef, RestoreJob> jobs,
      Map<RestoreJobRef, AtlasException> failures,
      CallStats stats) {
    super(message, first(failures), stats);
    this.jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  private static AtlasException first(Map<RestoreJobRef, AtlasException> failures) {
    return failures.values().stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("failures must not be empty"));
  }

  /** The jobs that have ended, with success or not, in the order of the batch; unmodifiable. */
  public Map<RestoreJobRef, RestoreJob> jobs() {
    return jobs;
  }

  /** The failures of the other waits, in the order of the batch; unmodifiable. */
  public Map<RestoreJobRef, AtlasException> failures() {
    return failures;
  }
}
