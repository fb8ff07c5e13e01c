package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.DownloadProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Shows the progress of a download. On a terminal it keeps one line with a bar up to date. In a
 * pipe or a file it prints a plain line once a second.
 */
final class DownloadBar implements Consumer<DownloadProgress>, AutoCloseable {

  private static final String CLEAR_LINE = "\r\u001B[K";
  private static final int WIDTH = 30;
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);

  private final PrintStream out;
  private final boolean terminal;
  private Duration nextLine = Duration.ZERO;
  private boolean complete;
  private boolean shown;

  DownloadBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void accept(DownloadProgress progress) {
    if (terminal) {
      out.print(CLEAR_LINE + "  " + bar(progress) + text(progress));
      out.flush();
    } else if (!complete && (progress.elapsed().compareTo(nextLine) >= 0 || isComplete(progress))) {
      out.println("  " + text(progress));
      nextLine = progress.elapsed().plus(LINE_INTERVAL);
    }
    complete = isComplete(progress);
    shown = true;
  }

  private static boolean isComplete(DownloadProgress progress) {
    return progress.total().isPresent() && progress.total().getAsLong() == progress.bytes();
  }

  private static String bar(DownloadProgress progress) {
    if (progress.total().isEmpty()) {
      return "";
    }
    int done = (int) (WIDTH * fraction(progress));
    return "[" + "#".repeat(done) + " ".repeat(WIDTH - done) + "] ";
  }

  private static double fraction(DownloadProgress progress) {
    return progress.bytes() / (double) Math.max(1, progress.total().orElse(1));
  }

  private static String text(DownloadProgress progress) {
    String size = size(progress.bytes());
    if (progress.total().isPresent()) {
      size =
          String.format(
              Locale.ROOT,
              "%3.0f %%, %s of %s",
              100 * fraction(progress),
              size,
              size(progress.total().getAsLong()));
    }
    double seconds = Math.max(0.001, progress.elapsed().toMillis() / 1_000.0);
    return size + ", " + size((long) (progress.bytes() / seconds)) + "/s";
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** Ends the line. */
  @Override
  public void close() {
    if (terminal && shown) {
      out.println();
    }
  }
}
