package dev.atlasrestore;

import java.util.Optional;

/**
 * Says whether a restore job has ended, and how. It is derived from the {@link RestoreJob#status()
 * status}. {@link RestoreJob#download} says whether there is a file to download.
 *
 * <p>A status that this version does not know is {@link #UNKNOWN}; it counts neither as failed nor
 * as running. More values may be added: use a default branch in a {@code switch}.
 */
public enum JobOutcome {

  /** The job has not ended: the service is preparing the restore. */
  RUNNING,

  /** The job has ended: the restore is complete ({@link JobStatus#FINISHED}). */
  SUCCEEDED,

  /** The job has ended: the service could not complete it ({@link JobStatus#BROKEN}). */
  FAILED,

  /** The job has ended: it was cancelled ({@link JobStatus#KILLED}). */
  CANCELLED,

  /** The job has a status that this version does not know. It may have ended or not. */
  UNKNOWN;

  /** Whether the job has ended, with success or not; empty for {@link #UNKNOWN}. */
  public Optional<Boolean> isOver() {
    return this == UNKNOWN ? Optional.empty() : Optional.of(this != RUNNING);
  }

  static JobOutcome of(JobStatus status) {
    if (status.equals(JobStatus.IN_PROGRESS)) {
      return RUNNING;
    }
    if (status.equals(JobStatus.FINISHED)) {
      return SUCCEEDED;
    }
    if (status.equals(JobStatus.BROKEN)) {
      return FAILED;
    }
    return status.equals(JobStatus.KILLED) ? CANCELLED : UNKNOWN;
  }
}
