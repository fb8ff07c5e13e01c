package dev.atlasrestore;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The result of a download: a complete file, and whether its content was verified.
 *
 * @param path the file
 * @param bytes its size
 * @param sha1 its SHA-1, computed during the download: 40 lower-case hexadecimal digits
 * @param verification whether the service confirmed the SHA-1
 * @param job the job as it was last read
 */
public record DownloadedArchive(
    Path path, long bytes, String sha1, Verification verification, RestoreJob job) {

  /** Says whether the service confirmed the content of the file. */
  public enum Verification {
    /** The service offers the same SHA-1 as {@link #sha1()}. */
    VERIFIED,

    /**
     * The service offered no SHA-1 for this file within {@link DownloadOptions#hashWait()}. The
     * file may be damaged.
     */
    NOT_OFFERED
  }

  /** Requires all parts. */
  public DownloadedArchive {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha1, "sha1");
    Objects.requireNonNull(verification, "verification");
    Objects.requireNonNull(job, "job");
  }

  /**
   * Returns this archive if it is verified.
   *
   * @throws UnverifiedArchiveException if it is not verified. The file stays where it is
   */
  public DownloadedArchive requireVerified() {
    if (verification != Verification.VERIFIED) {
      throw new UnverifiedArchiveException(this);
    }
    return this;
  }
}
