package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wait ran out of time before the job's status was terminal. The job goes on without us. */
public final class DeadlineExceededException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<RestoreJob> lastSeen;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people
   * @param lastSeen the last job read
   * @param cause how the last poll failed, if it did
   * @param stats what the wait had cost
   */
  public DeadlineExceededException(
      String message, Optional<RestoreJob> lastSeen, @Nullable Throwable cause, CallStats stats) {
    super(message, cause, stats);
    this.lastSeen = Objects.requireNonNull(lastSeen, "lastSeen");
  }

  /** The job as it was last read; empty if no read succeeded. */
  public Optional<RestoreJob> lastSeen() {
    return lastSeen;
  }
}
