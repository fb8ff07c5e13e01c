package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Apache httpd in the foreground, from the paths of the Debian package, with its own configuration.
 * It does not affect an httpd service of the machine.
 *
 * <p>httpd does not notice when its standard input is closed. A shell therefore reads the standard
 * input and ends httpd, so that httpd never outlives this JVM.
 */
final class HttpdProcess implements ServerProcess {
  static final Path BINARY = Path.of("/usr/sbin/apache2");
  static final Path MODULES = Path.of("/usr/lib/apache2/modules");

  private static final String SHELL_SCRIPT =
      """
      exec 3<&0
      "$0" "$@" 3<&- &
      httpd=$!
      { cat <&3 >/dev/null; kill $httpd; } &
      exec 3<&-
      wait $httpd
      """;

  private final HttpdFolder folder;
  private final ChildProcess process;
  private final int port;
  private final ControlClient control;
  private int linesBeforeReset;

  private HttpdProcess(HttpdFolder folder, ChildProcess process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    this.control = new ControlClient(port);
  }

  static HttpdProcess launch(int port, ServerSettings settings) {
    try {
      HttpdFolder folder = HttpdFolder.create(port, settings);
      Process process =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  SHELL_SCRIPT,
                  BINARY.toString(),
                  "-D",
                  "FOREGROUND",
                  "-f",
                  folder.configuration().toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.errorLog().toFile())
              .start();
      HttpdProcess httpd = new HttpdProcess(folder, new ChildProcess(process), port);
      httpd.awaitListening();
      return httpd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the file that httpd writes after it has bound its port. */
  private void awaitListening() throws IOException {
    boolean ended = false;
    for (int i = 0; i < 1000 && !ended && Files.notExists(folder.processId()); i++) {
      ended = process.endsWithin(Duration.ofMillis(10));
    }
    if (Files.notExists(folder.processId())) {
      String log = Files.readString(folder.errorLog());
      end();
      throw new IllegalStateException("httpd did not start: " + log);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ServerCounts counts() {
    List<String> lines = lines();
    return HttpdFolder.counts(lines.subList(linesBeforeReset, lines.size()));
  }

  @Override
  public void reset() {
    linesBeforeReset = lines().size();
  }

  /**
   * Returns the access log. httpd writes a line after it has sent the response. The log is complete
   * when the only busy worker is the one that sends the status.
   */
  private List<String> lines() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      if (control.send("GET", "/__stats?auto").contains("\nBusyWorkers: 1\n")) {
        try {
          return Files.readAllLines(folder.accessLog());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalStateException("httpd still has busy workers");
  }

  @Override
  public boolean staysUp(Duration time) {
    return !process.endsWithin(time);
  }

  @Override
  public void end() {
    process.end();
    try {
      folder.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
