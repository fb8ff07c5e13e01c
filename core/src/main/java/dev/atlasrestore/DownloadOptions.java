package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The options of one download; see {@link RestoreDownloadPort}. Immutable: every {@code with…}
 * method returns a changed copy. Cannot be subclassed outside of this package.
 *
 * <p>The methods throw {@link IllegalArgumentException} for a duration that is too short, or longer
 * than {@value Durations#MAX_DAYS} days.
 */
@AutoValue
public abstract class DownloadOptions {

  private static final DownloadOptions DEFAULTS =
      of(Duration.ofSeconds(30), Duration.ofMinutes(2), false, true, progress -> {});

  DownloadOptions() {}

  private static DownloadOptions of(
      Duration idleTimeout,
      Duration hashWait,
      boolean overwrite,
      boolean resume,
      Consumer<? super DownloadProgress> progress) {
    return new AutoValue_DownloadOptions(
        Durations.requirePositive("idleTimeout", idleTimeout),
        Durations.requireDelay("hashWait", hashWait),
        overwrite,
        resume,
        progress);
  }

  /**
   * Returns the default options: an idle timeout of 30 s, a hash wait of 2 min, no overwriting, and
   * resuming.
   */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with this {@link #idleTimeout()}, longer than zero. */
  public DownloadOptions withIdleTimeout(Duration idleTimeout) {
    return of(idleTimeout, hashWait(), overwrite(), resume(), progress());
  }

  /** Returns a copy with this {@link #hashWait()}: zero, or at least 1 ms. */
  public DownloadOptions withHashWait(Duration hashWait) {
    return of(idleTimeout(), hashWait, overwrite(), resume(), progress());
  }

  /** Returns a copy with this {@link #overwrite()}. */
  public DownloadOptions withOverwrite(boolean overwrite) {
    return of(idleTimeout(), hashWait(), overwrite, resume(), progress());
  }

  /** Returns a copy with this {@link #resume()}. */
  public DownloadOptions withResume(boolean resume) {
    return of(idleTimeout(), hashWait(), overwrite(), resume, progress());
  }

  /** Returns a copy with this {@link #progress()}. */
  public DownloadOptions withProgress(Consumer<? super DownloadProgress> progress) {
    return of(idleTimeout(), hashWait(), overwrite(), resume(), progress);
  }

  /**
   * The timeout until the response begins, and then for the time without a byte. It does not run
   * while the file is written.
   */
  public abstract Duration idleTimeout();

  /**
   * How long the job is read for the hash of the file, from the last byte on. With zero, the job is
   * read once. They end early, without a hash, after an error of the service that further reads
   * cannot change, and after the third read in a row in which it refuses the key. The last read may
   * end later: it may take up to {@link Timeouts#call()}.
   */
  public abstract Duration hashWait();

  /** Whether an existing target file is replaced. A folder is never replaced. */
  public abstract boolean overwrite();

  /**
   * Whether a download that breaks off is resumed if the server proves that the rest belongs to the
   * same file.
   */
  public abstract boolean resume();

  /**
   * Receives the progress: at most ten times a second, and after the last byte. Its calls never
   * overlap, and the number of bytes never falls. It is called on the thread that writes the file.
   * It may block, and the download waits for it. An exception from it ends the download.
   */
  public abstract Consumer<? super DownloadProgress> progress();
}
