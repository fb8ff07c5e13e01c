package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that ends when its standard input is closed. */
record ChildProcess(Process process) {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  /** Waits for the process to end by itself. Returns whether it ended within the time. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + process, e);
    }
  }

  /** Ends the process and waits until it has ended. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!endsWithin(TIME_LIMIT)) {
      process.destroyForcibly();
      throw new IllegalStateException(process + " did not end after its standard input was closed");
    }
  }
}
