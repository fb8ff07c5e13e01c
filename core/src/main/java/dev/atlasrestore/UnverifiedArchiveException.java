package dev.atlasrestore;

import java.nio.file.Path;

/**
 * The service offered no hash for a downloaded file. Only {@link
 * DownloadedArchive#requireVerified()} throws this exception. The file stays where it is.
 *
 * <p>{@link #attempts()} is 0 and {@link #elapsed()} is zero, because no call has failed.
 */
public final class UnverifiedArchiveException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String sha1;

  /** Creates the exception. Its message contains the path of the file, its SHA-1 and what to do. */
  public UnverifiedArchiveException(DownloadedArchive archive) {
    super(
        "The service offered no SHA-1 for %s in time: compare the file's SHA-1 %s with the hash in the web interface, or download again with a longer DownloadOptions.withHashWait"
            .formatted(archive.path(), archive.sha1()),
        null,
        CallStats.NONE);
    this.path = archive.path().toString();
    this.sha1 = archive.sha1();
  }

  /** The file. */
  public Path path() {
    return Path.of(path);
  }

  /** The SHA-1 of the file, 40 lower-case hexadecimal digits. */
  public String sha1() {
    return sha1;
  }
}
