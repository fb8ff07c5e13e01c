package dev.atlasrestore.examples.jakartaee.host;

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

/** A process of ours, what it prints, and what it is told. It ends when its input is closed. */
final class Program implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final Writer input;
  private final Path log;
  private final List<String> printed = new ArrayList<>();
  private int awaited;
  private boolean ended;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.input = process.outputWriter();
    Thread reader = new Thread(this::read, "reads " + process.pid());
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

  /** Types a line, as at a prompt. */
  void type(String line) {
    try {
      input.write(line + System.lineSeparator());
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line with this text, behind the one that was awaited last. */
  synchronized void await(String text) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      while (awaited < printed.size()) {
        if (printed.get(awaited++).contains(text)) {
          return;
        }
      }
      long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || rest <= 0) {
        throw new IllegalStateException(
            "It never said " + text + " but:\n" + String.join("\n", printed));
      }
      waitFor(rest);
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
      add("its output broke off: " + e);
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

  /** How many instances of classes with this prefix are alive in it. */
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
      // it is gone already
    }
    boolean gone = false;
    try {
      gone = process.waitFor(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!gone) {
      process.destroyForcibly();
    }
  }
}
