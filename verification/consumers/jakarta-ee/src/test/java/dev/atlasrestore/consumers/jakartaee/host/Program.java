package dev.atlasrestore.consumers.jakartaee.host;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that the tests start, with its input and its output. It ends when its input is closed.
 */
final class Program implements AutoCloseable {

  private static final Duration OUTPUT_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(40);

  private final Process process;
  private final Writer input;
  private final Path log;
  private final List<String> printed = new ArrayList<>();
  private int nextLine;
  private boolean ended;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.input = process.outputWriter();
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static Program start(Path folder, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), folder.resolve("console.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a line to the input of the process. */
  void writeLine(String line) {
    try {
      input.write(line + System.lineSeparator());
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a line of output that contains this text, after the line that the previous call
   * found.
   */
  synchronized void await(String text) {
    long deadline = System.nanoTime() + OUTPUT_TIMEOUT.toNanos();
    while (true) {
      while (nextLine < printed.size()) {
        if (printed.get(nextLine++).contains(text)) {
          return;
        }
      }
      long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || remaining <= 0) {
        throw new IllegalStateException(
            "The process did not print \""
                + text
                + "\". Its output:\n"
                + String.join("\n", printed));
      }
      waitFor(remaining);
    }
  }

  private void waitFor(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader();
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.write(line);
        copy.newLine();
        copy.flush();
        add(line);
      }
    } catch (IOException e) {
      add("Reading the output failed: " + e);
    }
    end();
  }

  private synchronized void add(String line) {
    printed.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Returns the number of live instances of classes with this name prefix in the process. */
  long instances(String classNamePrefix) {
    try {
      Process jcmd =
          new ProcessBuilder(Java.executable("jcmd"), "" + process.pid(), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output = jcmd.inputReader()) {
        return output
            .lines()
            .map(line -> line.trim().split("\\s+"))
            .filter(words -> words.length >= 4 && words[3].startsWith(classNamePrefix))
            .mapToLong(words -> Long.parseLong(words[1]))
            .sum();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      // The process has already ended.
    }
    boolean exited = false;
    try {
      exited = process.waitFor(EXIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!exited) {
      process.destroyForcibly();
    }
  }
}
