package dev.atlasrestore.protocol;

import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.internal.download.ArchiveFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the file of a download, and reports the progress. {@link ArchiveTransfer} reads and sets
 * the fields that are not private, but only when no write is under way.
 */
final class ArchiveSink implements BodySink {

  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);

  private final ArchiveFile file;
  private final DownloadOptions options;

  /** Measures real time, because the progress is for people. */
  private final ElapsedClock clock = new ElapsedClock();

  /** When the first bytes arrived; null before. */
  private @Nullable Instant start;

  private Instant lastReport = clock.instant();

  /** The status of the response whose body is written; empty until its head has arrived. */
  OptionalInt status = OptionalInt.empty();

  /** The size of the file; empty if it is not known. */
  OptionalLong total = OptionalLong.empty();

  /** Whether the server has sent more bytes than the file has. */
  boolean overflow;

  /** The exception of the file system or of the progress consumer that ended the transfer. */
  @Nullable Throwable thrown;

  ArchiveSink(ArchiveFile file, DownloadOptions options) {
    this.file = file;
    this.options = options;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (total.isPresent() && bytes.remaining() > total.getAsLong() - file.bytes()) {
      overflow = true;
      throw new IOException("more bytes than announced");
    }
    if (start == null) {
      start = clock.instant();
    }
    try {
      file.write(bytes);
      if (!clock.instant().isBefore(lastReport.plus(PROGRESS_INTERVAL))) {
        reportProgress();
      }
    } catch (ArchiveFile.UnusableException | RuntimeException | Error e) {
      thrown = e;
      throw e;
    }
  }

  /** The next report waits for the interval after this one, even if the receiver is slow. */
  void reportProgress() {
    Duration elapsed = start == null ? Duration.ZERO : Duration.between(start, clock.instant());
    options.progress().accept(new DownloadProgress(file.bytes(), total, elapsed));
    lastReport = clock.instant();
  }
}
