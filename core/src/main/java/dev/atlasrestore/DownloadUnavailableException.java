package dev.atlasrestore;

import java.util.Objects;

/**
 * The file of a restore job cannot be downloaded. {@link RestoreJobPort#awaitDownload} ends with it
 * if waiting longer would not change that. {@link RestoreDownloadPort#download} ends with it in
 * every state but {@link Download.State#AVAILABLE}.
 */
public final class DownloadUnavailableException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final Download.State state;
  private final RestoreJob job;

  /**
   * Creates the exception. Its message names the job and the state, and says what to do.
   *
   * @param state why there is no file
   * @param job the job as it was last read
   * @param stats the cost of the call
   */
  public DownloadUnavailableException(Download.State state, RestoreJob job, CallStats stats) {
    super(describe(state, job), null, stats);
    this.state = Objects.requireNonNull(state, "state");
    this.job = job;
  }

  private static String describe(Download.State state, RestoreJob job) {
    return "Restore job %s with status %s has no file to download: %s"
        .formatted(Text.printable(job.id()), Text.printable(job.status().value()), advice(state));
  }

  private static String advice(Download.State state) {
    return switch (state) {
      case EXPIRED -> "its link has expired; request a new restore";
      case USED_UP -> "its link was used as many times as allowed; request a new restore";
      case FAILED -> "the job or its delivery has failed; request a new restore";
      case NOT_OFFERED -> "its data is delivered in another way";
      case PENDING -> "it is not ready yet; wait for it first (awaitDownload)";
      case AVAILABLE, UNKNOWN -> "the service does not say why; read the job again";
    };
  }

  /** Why there is no file. */
  public Download.State state() {
    return state;
  }

  /** The job as it was last read. */
  public RestoreJob job() {
    return job;
  }
}
