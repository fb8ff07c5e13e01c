package dev.atlasrestore;

import java.util.Objects;

/**
 * Status of the restore job itself; the downloadable file has its own, {@link DeliveryStatus}.
 *
 * <p>An open value: the service's set has grown over the years, so a value unknown here is kept as
 * it came.
 *
 * @param value the text of {@code statusName}, as the service sent it
 */
public record JobStatus(String value) {

  /** The service is still preparing the restore. */
  public static final JobStatus IN_PROGRESS = new JobStatus("IN_PROGRESS");

  /** The restore job is complete. Its download may have expired all the same. */
  public static final JobStatus FINISHED = new JobStatus("FINISHED");

  /** The service could not complete the restore. */
  public static final JobStatus BROKEN = new JobStatus("BROKEN");

  /** Somebody cancelled the restore. */
  public static final JobStatus KILLED = new JobStatus("KILLED");

  /** Keeps any text, known or not. */
  public JobStatus {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Whether the job has ended, well or badly. False for a status unknown here: it may still change.
   */
  public boolean isTerminal() {
    return equals(FINISHED) || equals(BROKEN) || equals(KILLED);
  }

  /** Whether the job has ended well: {@link #FINISHED} and nothing else. */
  public boolean isSuccess() {
    return equals(FINISHED);
  }

  /** The text itself. */
  @Override
  public String toString() {
    return value;
  }
}
