package dev.atlasrestore.verification.servers;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A digest server that nobody of this project wrote, running as a process of its own. It answers
 * every address of a restore job under {@link #baseUri()} with the same finished job, and it never
 * outlives the process that started it. For one thread at a time.
 */
final class RealServer implements AutoCloseable {
  static final String REALM = "MMS Public API";
  static final String USER = "abcdefgh";
  static final String PASSWORD = "4f1d5c8e-7f0e-4b1a-9c55-2d8e6a0b3f17";

  /** This module's folder, whoever started the tests. */
  static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private final Product product;
  private final ServerSettings settings;
  private ServerProcess process;

  private RealServer(Product product, ServerSettings settings) {
    this.product = product;
    this.settings = settings;
    this.process = product.launch(0, settings);
  }

  /** Starts a server with its own defaults. */
  static RealServer start(Product product) {
    return start(product, ServerSettings.usual());
  }

  /**
   * Starts a server and returns when it listens; aborts the test where the machine lacks the
   * server.
   *
   * @throws IllegalStateException if it does not start, with what it wrote
   */
  static RealServer start(Product product, ServerSettings settings) {
    return new RealServer(product, settings);
  }

  /** Returns what a client takes as the base of the API; a restart does not change it. */
  URI baseUri() {
    return URI.create("http://127.0.0.1:" + process.port() + "/api/atlas/v1.0");
  }

  /** Returns what the server saw since its start, restart or reset. */
  ServerCounts counts() {
    return process.counts();
  }

  void reset() {
    process.reset();
  }

  /** Waits so long, for nonces to grow old, and tells whether the server still runs then. */
  boolean staysUp(Duration time) {
    return process.staysUp(time);
  }

  /** Ends the server and starts it again on the same port: it has forgotten every nonce. */
  void restart() {
    int port = process.port();
    process.end();
    process = product.launch(port, settings);
  }

  @Override
  public void close() {
    process.end();
  }

  @Override
  public String toString() {
    return product + " with " + settings;
  }
}
