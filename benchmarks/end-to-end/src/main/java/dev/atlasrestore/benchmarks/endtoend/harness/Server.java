package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.server.DigestServer;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The server's JVM, as the harness sees it. */
final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Child child;
  private final int port;

  private Server(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  static Server start(Path log) throws IOException {
    Child child = Child.start(log, DigestServer.class);
    return new Server(child, Integer.parseInt(child.read(PATIENCE)));
  }

  int port() {
    return port;
  }

  /** From now on; nonces given out before are unknown to it then. */
  void obey(Rules rules) throws IOException {
    child.ask(rules.toCommand(), PATIENCE);
  }

  Tally tally() throws IOException {
    return Tally.ofLine(child.ask("tally", PATIENCE));
  }

  @Override
  public void close() {
    child.close();
  }
}
