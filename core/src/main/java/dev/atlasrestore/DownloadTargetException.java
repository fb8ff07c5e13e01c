package dev.atlasrestore;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A download cannot use its target. There are two reasons: the target is not suitable, for example
 * because it exists; then the link was not requested. Or the file system failed later, for example
 * because the disk is full.
 */
public final class DownloadTargetException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Creates the exception.
   *
   * @param message one sentence that names the path and says what to do
   * @param path the path that cannot be used
   * @param cause the exception of the file system; null if there is none
   * @param stats the cost of the call
   */
  public DownloadTargetException(
      String message, Path path, @Nullable Throwable cause, CallStats stats) {
    super(message, cause, stats);
    this.path = path.toString();
  }

  /**
   * The path that cannot be used: the target, its folder or the {@code .part} file. If a complete
   * file could not be moved to its name, the complete {@code .part} file.
   */
  public Path path() {
    return Path.of(path);
  }
}
