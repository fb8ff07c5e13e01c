package dev.atlasrestore;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wait reached its deadline before its goal: the end of the job or, for {@code awaitDownload}, a
 * file that can be downloaded. This does not affect the job itself.
 */
public final class DeadlineExceededException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final @Nullable RestoreJob lastSeen;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people
   * @param lastSeen the job as the last successful poll read it
   * @param cause the failure of the last poll; null if that poll succeeded. If the deadline ended
   *     the last poll, the failure of the poll before it
   * @param stats the cost of the wait
   */
  public DeadlineExceededException(
      String message, Optional<RestoreJob> lastSeen, @Nullable Throwable cause, CallStats stats) {
    super(message, cause, stats);
    this.lastSeen = lastSeen.orElse(null);
  }

  /** The job as the last successful poll read it; empty if no poll succeeded. */
  public Optional<RestoreJob> lastSeen() {
    return Optional.ofNullable(lastSeen);
  }
}
