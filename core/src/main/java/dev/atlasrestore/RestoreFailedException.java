package dev.atlasrestore;

/**
 * A restore job has not succeeded. Only {@link RestoreJob#requireSucceeded()} throws this
 * exception. Calls do not: they return a job that has ended badly as their result.
 *
 * <p>{@link #attempts()} is 0 and {@link #elapsed()} is zero, because no call has failed.
 */
public final class RestoreFailedException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final RestoreJob job;

  /**
   * Creates the exception. Its message names the job and its status, and says what to do.
   *
   * @param job a job that has not succeeded
   */
  public RestoreFailedException(RestoreJob job) {
    super(describe(job), null, CallStats.NONE);
    this.job = job;
  }

  private static String describe(RestoreJob job) {
    return "Restore job %s has status %s: %s"
        .formatted(
            Text.printable(job.id()), Text.printable(job.status().value()), advice(job.outcome()));
  }

  private static String advice(JobOutcome outcome) {
    return switch (outcome) {
      case RUNNING -> "it has not ended yet; wait for its end first (awaitCompletion)";
      case SUCCEEDED -> "it has succeeded";
      case FAILED -> "the service could not complete it; request a new restore";
      case CANCELLED -> "it was cancelled; request a new restore if you still need the data";
      case UNKNOWN ->
          "this version of the library does not know this status; look at the job in the web"
              + " interface of the service";
    };
  }

  /** The job that has not succeeded. */
  public RestoreJob job() {
    return job;
  }
}
