package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Apache httpd as Debian lays it out, in the foreground and with a configuration of its own; the
 * machine's own service is not touched.
 *
 * <p>A shell holds it: httpd would not notice the end of its standard input, the shell does and
 * ends it. So it cannot be left behind either.
 */
final class HttpdProcess implements ServerProcess {
  static final Path BINARY = Path.of("/usr/sbin/apache2");
  static final Path MODULES = Path.of("/usr/lib/apache2/modules");

  private static final String HOLD =
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
  private final Console console;
  private int linesBeforeReset;

  private HttpdProcess(HttpdFolder folder, ChildProcess process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    this.console = new Console(port);
  }

  static HttpdProcess launch(int port, ServerSettings settings) {
    try {
      int chosen = port == 0 ? freePort() : port;
      HttpdFolder folder = HttpdFolder.create(chosen, settings);
      Process process =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  HOLD,
                  BINARY.toString(),
                  "-D",
                  "FOREGROUND",
                  "-f",
                  folder.configuration().toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.errorLog().toFile())
              .start();
      HttpdProcess httpd = new HttpdProcess(folder, new ChildProcess(process), chosen);
      httpd.awaitListening();
      return httpd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits for the file httpd writes once it is bound to its port. */
  private void awaitListening() throws IOException {
    boolean ended = false;
    for (int i = 0; i < 1000 && !ended && Files.notExists(folder.processId()); i++) {
      ended = process.endsWithin(Duration.ofMillis(10));
    }
    if (Files.notExists(folder.processId())) {
      String wrote = Files.readString(folder.errorLog());
      end();
      throw new IllegalStateException("httpd did not start: " + wrote);
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
   * Returns the access log. httpd writes a line after the answer has left: when the worker that
   * tells its state is the only busy one, every line is there.
   */
  private List<String> lines() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      if (console.ask("GET", "/__stats?auto").contains("\nBusyWorkers: 1\n")) {
        try {
          return Files.readAllLines(folder.accessLog());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalStateException("httpd never came to rest");
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
