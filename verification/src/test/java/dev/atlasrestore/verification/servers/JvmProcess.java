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
 * A server of the folder {@code verification/servers} in a Java virtual machine of its own: two
 * Jettys and two Vert.x cannot share a class path. It ends when its standard input does, so it
 * cannot be left behind.
 */
final class JvmProcess implements ServerProcess {
  private static final Pattern COUNTS =
      Pattern.compile("\\{\"requests\":(\\d+),\"unauthorized\":(\\d+),\"connections\":(\\d+)}");

  private final ChildProcess process;
  private final int port;
  private final Console console;

  private JvmProcess(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
    this.console = new Console(port);
  }

  static JvmProcess launch(String folder, String mainClass, int port, ServerSettings settings) {
    try {
      Path runs = Files.createDirectories(RealServer.MODULE.resolve("target/servers"));
      Path scratch = Files.createTempDirectory(runs, folder + "-");
      Path log = scratch.resolve("stderr.log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // quick to start, small to run
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
          "no " + dependencies + ": build the servers too, for instance with -am");
    }
    return dependencies.resolveSibling("classes")
        + File.pathSeparator
        + Files.readString(dependencies);
  }

  /** Returns the file that holds the class path of a server but for its own classes. */
  static Path dependencies(String folder) {
    return RealServer.MODULE.resolve("servers").resolve(folder).resolve("target/server.classpath");
  }

  private static int announcedPort(Process process, Path log) throws IOException {
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith("PORT=")) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not start: " + Files.readString(log));
    }
    return Integer.parseInt(line.substring("PORT=".length()));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ServerCounts counts() {
    String shown = console.ask("GET", "/__stats");
    Matcher counts = COUNTS.matcher(shown);
    if (!counts.matches()) {
      throw new IllegalStateException("not counts but " + shown);
    }
    return new ServerCounts(
        Integer.parseInt(counts.group(1)),
        Integer.parseInt(counts.group(2)),
        Integer.parseInt(counts.group(3)));
  }

  @Override
  public void reset() {
    console.ask("POST", "/__reset");
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
