package dev.atlasrestore.verification.servers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of the folder {@code verification/servers} in its own JVM, because two versions of Jetty
 * or Vert.x cannot share a class path. The server ends when its standard input is closed, so it
 * never outlives this JVM.
 */
final class JvmProcess implements ServerProcess {
  private static final Pattern COUNTS =
      Pattern.compile("\\{\"requests\":(\\d+),\"unauthorized\":(\\d+),\"connections\":(\\d+)}");

  private final ChildProcess process;
  private final int port;
  private final ControlClient control;

  private JvmProcess(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
    this.control = new ControlClient(port);
  }

  static JvmProcess launch(String folder, String mainClass, int port, ServerSettings settings) {
    try {
      Path runs = Files.createDirectories(RealServer.MODULE.resolve("target/servers"));
      Path scratch = Files.createTempDirectory(runs, folder + "-");
      Path log = scratch.resolve("stderr.log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // These options make the start fast and the heap small.
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
      command.add("-Djava.io.tmpdir=" + scratch);
      command.addAll(List.of("-cp", classPath(folder), mainClass));
      command.add("--port=" + port);
      command.add("--realm=" + RealServer.REALM);
      settings.values().forEach((name, value) -> command.add("--" + name + "=" + value));
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      builder.environment().put("SERVER_USER", RealServer.USER);
      builder.environment().put("SERVER_PASSWORD", RealServer.PASSWORD);
      Process process = builder.start();
      return new JvmProcess(new ChildProcess(process), announcedPort(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath(String folder) throws IOException {
    Path dependencies = dependencies(folder);
    if (Files.notExists(dependencies)) {
      throw new IllegalStateException(
          "Missing " + dependencies + ". Build the servers too, for example with -am.");
    }
    return dependencies.resolveSibling("classes")
        + File.pathSeparator
        + Files.readString(dependencies);
  }

  /** Returns the file with the class path of a server. Its own classes are not on it. */
  static Path dependencies(String folder) {
    return RealServer.MODULE.resolve("servers").resolve(folder).resolve("target/server.classpath");
  }

  private static int announcedPort(Process process, Path log) throws IOException {
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith("PORT=")) {
      process.destroyForcibly();
      throw new IllegalStateException("The server did not start: " + Files.readString(log));
    }
    return Integer.parseInt(line.substring("PORT=".length()));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ServerCounts counts() {
    String response = control.send("GET", "/__stats");
    Matcher counts = COUNTS.matcher(response);
    if (!counts.matches()) {
      throw new IllegalStateException("The response holds no counts: " + response);
    }
    return new ServerCounts(
        Integer.parseInt(counts.group(1)),
        Integer.parseInt(counts.group(2)),
        Integer.parseInt(counts.group(3)));
  }

  @Override
  public void reset() {
    control.send("POST", "/__reset");
  }

  @Override
  public boolean staysUp(Duration time) {
    return !process.endsWithin(time);
  }

  @Override
  public void end() {
    process.end();
  }
}
