package dev.atlasrestore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Not every job of a batch could be followed to its end. Thrown when all waits have ended, so it
 * holds the jobs that could be, and what each of the others failed with. Its cause is the first of
 * these.
 *
 * <p>{@link #attempts()} counts those of the waits that failed.
 */
public final class RestoreBatchException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final transient Map<RestoreJobRef, RestoreJob> jobs;
  private final transient Map<RestoreJobRef, AtlasException> failures;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people; holds no secret
   * @param jobs the jobs that ended, well or badly
   * @param failures what the waits for the others failed with; at least one
   * @param stats what the batch had cost
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

  /** The jobs that ended, well or badly, in the order they were asked for; unmodifiable. */
  public Map<RestoreJobRef, RestoreJob> jobs() {
    return jobs;
  }

  /**
   * What the waits for the other jobs failed with, in the order they were asked for; unmodifiable.
   */
  public Map<RestoreJobRef, AtlasException> failures() {
    return failures;
  }
}
