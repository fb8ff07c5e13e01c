package dev.atlasrestore.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An HTTP/1.1 server on a free port of 127.0.0.1 that replies as a {@link RequestHandler} decides.
 * It knows nothing of Atlas: it checks no credentials and stores no jobs. Tests of transports use
 * it; tests of applications use {@link FakeAtlas}.
 *
 * <p>Safe for use by many threads. {@link #close()} closes every connection and ends every thread.
 */
public final class FakeServer implements AutoCloseable {

  private final HttpServer server;

  private FakeServer(HttpServer server) {
    this.server = server;
  }

  /** Starts a server of plain HTTP. */
  public static FakeServer start(RequestHandler handler) {
    return start(handler, FakeTls.none());
  }

  /** Starts a server that secures its connections in this way. */
  public static FakeServer start(RequestHandler handler, FakeTls tls) {
    Objects.requireNonNull(tls, "tls");
    return new FakeServer(HttpServer.start(replies(handler), tls));
  }

  /**
   * Starts a server of plain HTTP that accepts no connection until {@link #acceptConnections()}.
   * Its backlog is full, so a client that connects gets no response from the kernel and waits.
   *
   * @throws UnsupportedOperationException if this operating system accepts connections beyond the
   *     backlog; Linux does not
   */
  public static FakeServer startWithFullBacklog(RequestHandler handler) {
    return new FakeServer(HttpServer.crowded(replies(handler), FakeTls.none()));
  }

  private static Host replies(RequestHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return handler::reply;
  }

  /** Returns the server's address, without a path. */
  public URI uri() {
    return server.uri();
  }

  /** Returns the requests received so far, in the order of arrival. The list does not change. */
  public List<SeenRequest> requests() {
    return server.log().requests();
  }

  /** Returns how many connections clients have opened since the start. */
  public int connections() {
    return server.log().connections();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return server.log().openConnections();
  }

  /**
   * Waits until the server has received this many requests in all.
   *
   * @return false if the time ran out first
   */
  public boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return server.log().awaitRequests(count, atMost);
  }

  /**
   * Waits until no connection is open.
   *
   * @return false if the time ran out first
   */
  public boolean awaitNoConnections(Duration atMost) throws InterruptedException {
    return server.log().awaitOpenConnections(0, atMost);
  }

  /** Closes every open connection. The server still accepts new ones. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Starts to accept connections after {@link #startWithFullBacklog}; else does nothing. */
  public void acceptConnections() {
    server.disperse();
  }

  /** Closes every connection, ends every thread and frees the port. May be called again. */
  @Override
  public void close() {
    server.close();
  }
}
