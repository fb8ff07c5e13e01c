package dev.atlasrestore;

import java.nio.file.Path;

/**
 * A downloaded file does not have the SHA-1 that the service offers. The file is another one, or it
 * was damaged on the way: do not restore from it. The file is kept as {@code <name>.part} so that
 * it can be examined. Delete it before the next download to the same target.
 */
public final class HashMismatchException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;
  private final String file;

  /**
   * Creates the exception. Its message contains both hashes, the path of the file and what to do.
   *
   * @param expected the SHA-1 that the service offers, in lower case
   * @param actual the SHA-1 of the file, in lower case
   * @param file the {@code .part} file
   * @param stats the cost of the call
   */
  public HashMismatchException(String expected, String actual, Path file, CallStats stats) {
    super(
        "The downloaded file has the SHA-1 %s, but the service offers %s: do not restore from the file, which is kept as %s; delete it and download again"
            .formatted(actual, Text.printable(expected), file),
        null,
        stats);
    this.expected = expected;
    this.actual = actual;
    this.file = file.toString();
  }

  /** The SHA-1 that the service offers, in lower case. */
  public String expected() {
    return expected;
  }

  /** The SHA-1 of the file, 40 lower-case hexadecimal digits. */
  public String actual() {
    return actual;
  }

  /** The file, which is kept as {@code <name>.part}. */
  public Path file() {
    return Path.of(file);
  }
}
