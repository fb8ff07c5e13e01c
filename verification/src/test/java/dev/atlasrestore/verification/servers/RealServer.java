package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A digest server of another project, in its own process. It returns the same finished job for
 * every restore job address under {@link #baseUri()}. It never outlives the process that started
 * it. For one thread at a time.
 */
final class RealServer implements AutoCloseable {
  static final String REALM = "MMS Public API";
  static final String USER = "abcdefgh";
  static final String PASSWORD = "4f1d5c8e-7f0e-4b1a-9c55-2d8e6a0b3f17";

  /** The folder of this module. Maven and IDEs start tests in different folders. */
  static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  /** All servers write this to their log. */
  private static final String PORT_TAKEN = "Address already in use";

  private static final int MAX_ATTEMPTS = 3;

  private final Product product;
  private final ServerSettings settings;
  private ServerProcess process;

  private RealServer(Product product, ServerSettings settings) {
    this.product = product;
    this.settings = settings;
    this.process = launch(product, settings);
  }

  /** Tries other ports if another program takes the free port before the server binds it. */
  private static ServerProcess launch(Product product, ServerSettings settings) {
    for (int attempt = 1; ; attempt++) {
      try {
        return product.launch(freePort(), settings);
      } catch (IllegalStateException e) {
        if (attempt == MAX_ATTEMPTS || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
          throw e;
        }
      }
    }
  }

  /** Starts a server with its default settings. */
  static RealServer start(Product product) {
    return start(product, ServerSettings.defaults());
  }

  /**
   * Starts a server and waits until it listens. Skips the test if the server is not installed.
   *
   * @throws IllegalStateException if the server does not start; the message holds its log
   */
  static RealServer start(Product product, ServerSettings settings) {
    return new RealServer(product, settings);
  }

  /**
   * Returns a free port below 32768. Linux assigns ephemeral ports from 32768 on, so a client could
   * take such a port before the server binds it, or between two starts.
   */
  private static int freePort() {
    for (int i = 0; i < 100; i++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // The next port may be free.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no free port from 20000 to 32767");
  }

  /** Returns the base address of the API. It stays the same after a restart. */
  URI baseUri() {
    return URI.create("http://127.0.0.1:" + process.port() + "/api/atlas/v1.0");
  }

  /** Returns the counts since the last start or reset. */
  ServerCounts counts() {
    return process.counts();
  }

  void reset() {
    process.reset();
  }

  /** Waits until nonces are this old. Returns whether the server is still running. */
  boolean staysUp(Duration time) {
    return process.staysUp(time);
  }

  /** Restarts the server on the same port. It then has no nonce. */
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
