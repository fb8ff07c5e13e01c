package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;

/**
 * The status of the downloadable file. The job has its own status, {@link JobStatus}: a {@code
 * FINISHED} job with an {@code EXPIRED} file is normal.
 *
 * <p>The service may add values. A value without a constant here is kept as it is.
 *
 * @param value the text of {@code delivery.statusName}, as the service sent it
 */
public record DeliveryStatus(String value) implements Serializable {

  /** The delivery has not started. */
  public static final DeliveryStatus NOT_STARTED = new DeliveryStatus("NOT_STARTED");

  /** The delivery is queued. */
  public static final DeliveryStatus PENDING = new DeliveryStatus("PENDING");

  /** The service is creating the file. */
  public static final DeliveryStatus IN_PROGRESS = new DeliveryStatus("IN_PROGRESS");

  /** The file can be downloaded. */
  public static final DeliveryStatus READY = new DeliveryStatus("READY");

  /** The delivery failed. */
  public static final DeliveryStatus FAILED = new DeliveryStatus("FAILED");

  /** The delivery was interrupted. */
  public static final DeliveryStatus INTERRUPTED = new DeliveryStatus("INTERRUPTED");

  /** The link is invalid because it has expired. */
  public static final DeliveryStatus EXPIRED = new DeliveryStatus("EXPIRED");

  /** The link is invalid because it was used as many times as allowed. */
  public static final DeliveryStatus MAX_DOWNLOADS_EXCEEDED =
      new DeliveryStatus("MAX_DOWNLOADS_EXCEEDED");

  /** Accepts any text. */
  public DeliveryStatus {
    Objects.requireNonNull(value, "value");
  }

  /** Returns the text of the status. */
  @Override
  public String toString() {
    return value;
  }
}
