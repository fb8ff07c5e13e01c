package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that we started and that ends when we close its standard input. */
record ChildProcess(Process process) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Waits at most so long for the process to end by itself, and tells whether it did. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + process, e);
    }
  }

  /** Ends the process and returns when it is gone. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!endsWithin(PATIENCE)) {
      process.destroyForcibly();
      throw new IllegalStateException(process + " did not end with its standard input");
    }
  }
}
