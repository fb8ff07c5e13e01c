package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.Connection;
import dev.atlasrestore.testkit.internal.FullBacklog;
import dev.atlasrestore.testkit.internal.RequestHead;
import dev.atlasrestore.testkit.internal.RequestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on a free port of 127.0.0.1 that replies as a {@link RequestHandler} decides.
 * It knows nothing of Atlas: it checks no credentials and stores no jobs. Tests of transports use
 * it; tests of applications use {@link FakeAtlas}.
 *
 * <p>Safe for use by many threads. The server runs one daemon thread to accept connections and one
 * for each connection. {@link #close()} closes every connection and ends every thread.
 */
public final class FakeServer implements AutoCloseable {

  /** Lets the operating system choose a free port. */
  static final int ANY_PORT = 0;

  private static final int BACKLOG = 1024;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  // Plain sockets, because an HTTP server of the JDK could not send most faults.
  private final ServerSocket server = new ServerSocket();
  private final ExchangeHandler handler;
  private final FakeTls tls;
  private final RequestLog log = new RequestLog();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable FullBacklog> fullBacklog = new AtomicReference<>();
  private volatile boolean closed;

  private FakeServer(ExchangeHandler handler, FakeTls tls, int port, int backlog)
      throws IOException {
    this.handler = handler;
    this.tls = tls;
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), backlog);
  }

  /** Starts a server of plain HTTP. */
  public static FakeServer start(RequestHandler handler) {
    return start(handler, FakeTls.none());
  }

  /** Starts a server that secures its connections in this way. */
  public static FakeServer start(RequestHandler handler, FakeTls tls) {
    return serve(ExchangeHandler.of(handler), tls, ANY_PORT);
  }

  /**
   * Starts a server of plain HTTP that accepts no connection until {@link #acceptConnections()}.
   * Its backlog is full, so a client that connects gets no response from the kernel and waits.
   *
   * @throws UnsupportedOperationException if this operating system accepts connections beyond the
   *     backlog; Linux does not
   */
  public static FakeServer startWithFullBacklog(RequestHandler handler) {
    return serveWithFullBacklog(ExchangeHandler.of(handler), FakeTls.none(), ANY_PORT);
  }

  static FakeServer serve(ExchangeHandler handler, FakeTls tls, int port) {
    Objects.requireNonNull(tls, "tls");
    try {
      FakeServer started = new FakeServer(handler, tls, port, BACKLOG);
      started.startAccepting();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FakeServer serveWithFullBacklog(ExchangeHandler handler, FakeTls tls, int port) {
    try {
      FakeServer bound = new FakeServer(handler, tls, port, 1);
      try {
        bound.fullBacklog.set(FullBacklog.of(bound.port()));
      } catch (IOException | RuntimeException e) {
        bound.close();
        throw e;
      }
      return bound;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the server's address, without a path. */
  public URI uri() {
    return URI.create(tls.scheme() + "://127.0.0.1:" + port());
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns the requests received so far, in the order of arrival. The list does not change. */
  public List<SeenRequest> requests() {
    return log.requests();
  }

  void forgetRequests() {
    log.forgetRequests();
  }

  /** Returns how many connections clients have opened since the start. */
  public int connections() {
    return log.connections();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return log.openConnections();
  }

  /**
   * Waits until the server has received this many requests in all.
   *
   * @return false if the time ran out first
   */
  public boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return log.awaitRequests(count, atMost);
  }

  /**
   * Waits until no connection is open.
   *
   * @return false if the time ran out first
   */
  public boolean awaitNoConnections(Duration atMost) throws InterruptedException {
    return awaitOpenConnections(0, atMost);
  }

  boolean awaitOpenConnections(int count, Duration atMost) throws InterruptedException {
    return log.awaitOpenConnections(count, atMost);
  }

  /** Closes every open connection. The server still accepts new ones. */
  public void dropConnections() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // The socket is closed even if closing it reports an error.
      }
    }
  }

  /** Starts to accept connections after {@link #startWithFullBacklog}; else does nothing. */
  public void acceptConnections() {
    if (freeBacklog()) {
      startAccepting();
    }
  }

  /** Frees the backlog; returns whether it was full. */
  private boolean freeBacklog() {
    try (FullBacklog freed = fullBacklog.getAndSet(null)) {
      return freed != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startAccepting() {
    startDaemon("accept", this::accept);
  }

  private void startDaemon(String name, Runnable work) {
    Thread thread = new Thread(work, "fake-server-" + port() + "-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int number = log.recordConnectionOpened();
        if (closed) {
          socket.close();
        }
        startDaemon(Integer.toString(number), () -> serve(socket, number));
      } catch (IOException serverIsClosed) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket;
        Socket secured = tls.secure(socket)) {
      Connection connection = new Connection(socket, secured);
      try {
        boolean reusable = true;
        while (reusable) {
          Optional<RequestHead> request = connection.readRequest();
          reusable = request.isPresent() && reply(request.get(), connection, number);
        }
      } catch (RequestReader.BadRequest e) {
        connection.write(
            "HTTP/1.1 " + e.status() + " Refused\r\nConnection: close\r\n\r\n" + e.reason() + "\n");
      }
    } catch (IOException e) {
      // The client closed the connection, or this server was closed. Both are normal here.
    } finally {
      open.remove(socket);
      log.recordConnectionClosed();
    }
  }

  /** Replies to a request; returns whether the connection can take another one. */
  private boolean reply(RequestHead request, Connection connection, int number) throws IOException {
    RequestLog.Entry entry = log.recordRequest(number, request, handler.now());
    Exchange exchange = new Exchange(request, connection, handler, log, entry);
    return handler.reply(exchange).send(exchange) && !request.asksForClose();
  }

  boolean isClosed() {
    return closed && server.isClosed();
  }

  /**
   * Closes every connection, frees the port and waits up to 5 seconds for the threads to end. May
   * be called again.
   */
  @Override
  public void close() {
    closed = true;
    freeBacklog();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
    try {
      awaitNoConnections(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
