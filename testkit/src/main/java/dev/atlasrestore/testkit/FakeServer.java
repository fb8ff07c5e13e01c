package dev.atlasrestore.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on a free port of 127.0.0.1 that says what its host tells it to say. Raw
 * sockets, so that faults and honest answers come from the same port. One daemon thread for each
 * connection; closing frees all of them.
 */
final class FakeServer implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ServerSocket server = new ServerSocket();
  private final Host host;
  private final Logbook log = new Logbook();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private FakeServer(Host host, int backlog) throws IOException {
    this.host = host;
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), backlog);
  }

  /** Starts a server. */
  static FakeServer start(Host host) {
    try {
      FakeServer started = new FakeServer(host, BACKLOG);
      started.beginAccepting();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that accepts nothing yet and has next to no room for connections that wait for it. */
  static FakeServer notYetAccepting(Host host) {
    try {
      return new FakeServer(host, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void beginAccepting() {
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
    try (socket) {
      Wire wire = new Wire(socket);
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
    Turn turn = new Turn(head, wire, host, log, log.arrived(connection, head));
    return host.reply(head).play(turn) && !head.wantsClose();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
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

  /** Closes everything and waits for the threads to end. */
  /** Whether it listens no more; its port may be somebody else's by now. */
  boolean isClosed() {
    return closed && server.isClosed();
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
    log.endsWithoutConnections(CLOSING);
  }
}
