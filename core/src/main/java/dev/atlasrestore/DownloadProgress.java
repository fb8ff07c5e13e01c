package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The progress of a download.
 *
 * @param bytes the number of bytes that are written
 * @param total the size of the file; empty if the server has not sent it, which is common
 * @param elapsed the time since the download began to write the file
 */
public record DownloadProgress(long bytes, OptionalLong total, Duration elapsed) {

  /** Requires all parts. */
  public DownloadProgress {
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
