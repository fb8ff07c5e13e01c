package dev.atlasrestore.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A small HTTP/1.1 server on a free port of 127.0.0.1 that says what it is told to say and
 * remembers what it saw. Raw sockets, so that faults and honest answers come from the same port.
 * One thread for each connection; closing frees all of them.
 */
final class FakeServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final ServerSocket server;
  private final Responder responder;
  private final Object lock = new Object();
  private final List<SeenRequest> seen = new ArrayList<>();
  private final Set<Socket> open = new HashSet<>();
  private int opened;
  private boolean closed;

  /** Decides what to say. */
  @FunctionalInterface
  interface Responder {

    /** The reply to a request; called by one thread for each connection. */
    Reply reply(Wire.Head request);
  }

  FakeServer(Responder responder) {
    this.responder = responder;
    try {
      this.server = new ServerSocket();
      server.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("fake-server-" + server.getLocalPort(), this::accept);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        int number = register(socket);
        daemon("fake-server-" + server.getLocalPort() + "-" + number, () -> serve(socket, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private int register(Socket socket) throws IOException {
    synchronized (lock) {
      if (closed) {
        socket.close();
        throw new IOException("closed");
      }
      open.add(socket);
      return ++opened;
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Wire wire = new Wire(socket);
      boolean usable = true;
      while (usable) {
        var head = wire.read();
        if (head.isEmpty()) {
          return;
        }
        Reply reply = responder.reply(head.get());
        remember(head.get(), connection, reply);
        usable = ReplyPlayer.play(reply, wire) && !head.get().wantsClose();
      }
    } catch (IOException e) {
      // the client has left, or the server was closed: both are ordinary here
    } finally {
      synchronized (lock) {
        open.remove(socket);
        lock.notifyAll();
      }
    }
  }

  private void remember(Wire.Head head, int connection, Reply reply) {
    synchronized (lock) {
      seen.add(
          new SeenRequest(connection, head.method(), head.target(), head.headers(), status(reply)));
      lock.notifyAll();
    }
  }

  private static int status(Reply reply) {
    if (reply instanceof Reply.Answer answer) {
      return answer.status();
    }
    if (reply instanceof Reply.Delayed delayed) {
      return status(delayed.then());
    }
    if (reply instanceof Reply.Informational informational) {
      return status(informational.then());
    }
    return reply instanceof Reply.Drip drip ? drip.answer().status() : 0;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  List<SeenRequest> requests() {
    synchronized (lock) {
      return List.copyOf(seen);
    }
  }

  void forgetRequests() {
    synchronized (lock) {
      seen.clear();
    }
  }

  int connections() {
    synchronized (lock) {
      return opened;
    }
  }

  int openConnections() {
    synchronized (lock) {
      return open.size();
    }
  }

  boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return await(() -> seen.size() >= count, atMost);
  }

  boolean awaitOpenConnections(int count, Duration atMost) throws InterruptedException {
    return await(() -> open.size() <= count, atMost);
  }

  private boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        lock.wait(left / 1_000_000 + 1);
      }
      return true;
    }
  }

  /** Closes every open connection; new ones are still accepted. */
  void dropConnections() {
    List<Socket> sockets;
    synchronized (lock) {
      sockets = List.copyOf(open);
    }
    sockets.forEach(FakeServer::closeQuietly);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed then
    }
  }
}
