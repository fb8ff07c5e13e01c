package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;

/**
 * The status of a restore job. The downloadable file has its own status, {@link DeliveryStatus}.
 *
 * <p>The service may add values. A value without a constant here is kept as it is.
 *
 * @param value the text of {@code statusName}, as the service sent it
 */
public record JobStatus(String value) implements Serializable {

  /** The service is preparing the restore. */
  public static final JobStatus IN_PROGRESS = new JobStatus("IN_PROGRESS");

  /** The restore job is complete. Its download may have expired. */
  public static final JobStatus FINISHED = new JobStatus("FINISHED");

  /** The service could not complete the restore. */
  public static final JobStatus BROKEN = new JobStatus("BROKEN");

  /** The restore was cancelled. */
  public static final JobStatus KILLED = new JobStatus("KILLED");

  /** Accepts any text. */
  public JobStatus {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Whether the job has ended, with success or not. False for a value without a constant here: such
   * a status may still change.
   */
  public boolean isTerminal() {
    return equals(FINISHED) || equals(BROKEN) || equals(KILLED);
  }

  /** Whether the job has ended with success. True for {@link #FINISHED} only. */
  public boolean isSuccess() {
    return equals(FINISHED);
  }

  /** Returns the text of the status. */
  @Override
  public String toString() {
    return value;
  }
}
