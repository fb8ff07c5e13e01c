package dev.atlasrestore;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The download link did not return the complete file. The {@code .part} file is deleted. The
 * service may have counted the request as a download, so the link may be used up. Read the job
 * again to see whether its file can still be downloaded ({@link RestoreJob#download}). If the link
 * was not safe to request, nothing was sent to it; the message says why.
 */
public final class DownloadFailedException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final int status;

  /**
   * Creates the exception.
   *
   * @param message one sentence that says what happened and what to do, without the link
   * @param bytes the number of bytes of the file that arrived
   * @param status the HTTP status of the last response; empty if there was none
   * @param cause the exception of the HTTP stack; null if there is none
   * @param stats the cost of the call
   */
  public DownloadFailedException(
      String message, long bytes, OptionalInt status, @Nullable Throwable cause, CallStats stats) {
    super(message, cause, stats);
    this.bytes = bytes;
    this.status = status.orElse(0);
  }

  /** The number of bytes of the file that arrived. */
  public long bytes() {
    return bytes;
  }

  /** The HTTP status of the last response of the link; empty if there was none. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
