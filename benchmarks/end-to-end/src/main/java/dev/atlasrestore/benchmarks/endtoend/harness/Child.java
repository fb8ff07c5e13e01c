package dev.atlasrestore.benchmarks.endtoend.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JVM started from here, which is asked line by line and ends with its input; so it does not
 * outlive this one.
 */
final class Child implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The same for all: a heap that nobody outgrows and nobody has to grow into. */
  private static final List<String> OPTIONS =
      List.of("-Xms512m", "-Xmx512m", "-Djava.net.preferIPv4Stack=true");

  private final String name;
  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts this class's {@code main}; what it writes to standard error is appended to the log. */
  static Child start(Path log, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Child(main.getSimpleName() + " " + String.join(" ", arguments), process);
  }

  String ask(String line, Duration patience) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    return read(patience);
  }

  /** Its next line. Who does not give it in time is ended. */
  String read(Duration patience) throws IOException {
    CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
    try {
      return line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(name + " gave no answer within " + patience, e);
    } catch (Exception e) {
      throw new IOException(name + " has ended", e);
    }
  }

  private String readLine() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("the end of its output");
      }
      return line;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
