package dev.atlasrestore;

import java.util.Objects;

/**
 * Status of the downloadable file; the job has its own, {@link JobStatus}. {@code FINISHED} with
 * {@code EXPIRED} is normal.
 *
 * <p>An open value: the service's set has grown over the years, so a value unknown here is kept as
 * it came.
 *
 * @param value the text of {@code delivery.statusName}, as the service sent it
 */
public record DeliveryStatus(String value) {

  /** Delivery has not begun. */
  public static final DeliveryStatus NOT_STARTED = new DeliveryStatus("NOT_STARTED");

  /** Delivery waits for its turn. */
  public static final DeliveryStatus PENDING = new DeliveryStatus("PENDING");

  /** The file is being made. */
  public static final DeliveryStatus IN_PROGRESS = new DeliveryStatus("IN_PROGRESS");

  /** The file can be fetched. */
  public static final DeliveryStatus READY = new DeliveryStatus("READY");

  /** Delivery failed. */
  public static final DeliveryStatus FAILED = new DeliveryStatus("FAILED");

  /** Delivery was interrupted. */
  public static final DeliveryStatus INTERRUPTED = new DeliveryStatus("INTERRUPTED");

  /** The link is no longer valid: its time has passed. */
  public static final DeliveryStatus EXPIRED = new DeliveryStatus("EXPIRED");

  /** The link is no longer valid: it was used as often as allowed. */
  public static final DeliveryStatus MAX_DOWNLOADS_EXCEEDED =
      new DeliveryStatus("MAX_DOWNLOADS_EXCEEDED");

  /** Keeps any text, known or not. */
  public DeliveryStatus {
    Objects.requireNonNull(value, "value");
  }

  /** The text itself. */
  @Override
  public String toString() {
    return value;
  }
}
