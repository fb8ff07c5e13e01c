package dev.atlasrestore.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server on a free port of 127.0.0.1 that says what its host tells it to say. Raw
 * sockets, so that faults and honest answers come from the same port. One daemon thread for each
 * connection; closing frees all of them.
 */
final class HttpServer implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ServerSocket server = new ServerSocket();
  private final Host host;
  private final FakeTls tls;
  private final Logbook log = new Logbook();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Crowd> crowd = new AtomicReference<>();
  private volatile boolean closed;

  private HttpServer(Host host, FakeTls tls, int backlog) throws IOException {
    this.host = host;
    this.tls = tls;
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), backlog);
  }

  /** Starts a server of plain HTTP. */
  static HttpServer start(Host host) {
    return start(host, FakeTls.none());
  }

  static HttpServer start(Host host, FakeTls tls) {
    try {
      HttpServer started = new HttpServer(host, tls, BACKLOG);
      started.beginAccepting();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server to which nobody can connect until {@link #disperse()}: it accepts no connection, and
   * the queue in front of it is full.
   *
   * @throws UnsupportedOperationException where the operating system's queues cannot be filled
   */
  static HttpServer crowded(Host host, FakeTls tls) {
    try {
      HttpServer bound = new HttpServer(host, tls, 1);
      try {
        bound.crowd.set(Crowd.before(bound.port()));
      } catch (IOException | RuntimeException e) {
        bound.close();
        throw e;
      }
      return bound;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The crowd leaves, and connections are accepted from now on. */
  void disperse() {
    if (leave()) {
      beginAccepting();
    }
  }

  /** Says whether there was a crowd. */
  private boolean leave() {
    try (Crowd leaving = crowd.getAndSet(null)) {
      return leaving != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void beginAccepting() {
    daemon("accept", this::accept);
  }

  private void daemon(String what, Runnable work) {
    Thread thread = new Thread(work, "fake-server-" + server.getLocalPort() + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int number = log.connectionOpened();
        if (closed) {
          socket.close();
        }
        daemon(Integer.toString(number), () -> serve(socket, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket;
        Socket spoken = tls.secured(socket)) {
      Wire wire = new Wire(socket, spoken);
      try {
        boolean usable = true;
        while (usable) {
          var head = wire.read();
          usable = head.isPresent() && reply(head.get(), wire, connection);
        }
      } catch (RequestReader.BadRequest e) {
        wire.write(
            "HTTP/1.1 " + e.status() + " Refused\r\nConnection: close\r\n\r\n" + e.why() + "\n");
      }
    } catch (IOException e) {
      // the client has left, or the server was closed: both are ordinary here
    } finally {
      open.remove(socket);
      log.connectionClosed();
    }
  }

  private boolean reply(Head head, Wire wire, int connection) throws IOException {
    Logbook.Visit visit = log.arrived(connection, head);
    Turn turn = new Turn(head, wire, host, log, visit);
    return host.reply(new SeenRequest(connection, head, OptionalInt.empty(), false)).play(turn)
        && !head.wantsClose();
  }

  URI uri() {
    return URI.create(tls.scheme() + "://127.0.0.1:" + server.getLocalPort());
  }

  int port() {
    return server.getLocalPort();
  }

  Logbook log() {
    return log;
  }

  /** Closes every open connection; new ones are still accepted. */
  void dropConnections() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is closed then
      }
    }
  }

  /** Whether it listens no more; its port may be somebody else's by now. */
  boolean isClosed() {
    return closed && server.isClosed();
  }

  /** Closes everything and waits for the threads to end. */
  @Override
  public void close() {
    closed = true;
    leave();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
    log.endsWithoutConnections(CLOSING);
  }
}
