package dev.atlasrestore;

import java.util.Optional;

/**
 * What a restore job has come to, as far as its {@link RestoreJob#status() status} tells. Whether
 * there is a file to fetch is another question: {@link RestoreJob#download}.
 *
 * <p>A status unknown here is {@link #UNKNOWN}, never taken for a failure nor for a job that still
 * runs. More values may be added: let a {@code switch} have a default.
 */
public enum JobOutcome {

  /** Not over: the service is still preparing the restore. */
  RUNNING,

  /** Over: the restore job is complete ({@link JobStatus#FINISHED}). */
  SUCCEEDED,

  /** Over: the service could not complete it ({@link JobStatus#BROKEN}). */
  FAILED,

  /** Over: somebody cancelled it ({@link JobStatus#KILLED}). */
  CANCELLED,

  /** The service used a status that this version does not know: it may be over or not. */
  UNKNOWN;

  /** Whether the job is over, well or badly; empty where that is not known. */
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
