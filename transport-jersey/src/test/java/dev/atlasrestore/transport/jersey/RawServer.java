package dev.atlasrestore.transport.jersey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server that does with each connection what the test says, byte by byte. */
final class RawServer implements AutoCloseable {

  /** What to do with a connection. */
  @FunctionalInterface
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final Semaphore arrived = new Semaphore(0);

  RawServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 1024, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    daemon(this::accept);
  }

  /** Answers every request with these bytes. */
  static RawServer answering(String answer) throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readHead();
            connection.write(answer);
          }
        });
  }

  /** Takes requests and never says a word. */
  static RawServer silent() throws IOException {
    return new RawServer(
        connection -> {
          connection.readHead();
          connection.awaitEnd();
        });
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  URI uri() {
    return uri("http");
  }

  int connections() {
    return connections.size();
  }

  /** The heads of all requests so far. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  void awaitRequests(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, 30, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + heads.size() + " requests came");
    }
  }

  /** Waits until every connection has ended. */
  void awaitEnds() throws InterruptedException {
    for (Connection connection : connections) {
      if (!connection.ended.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a connection stayed open");
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Connection connection = new Connection(listener.accept());
        connections.add(connection);
        daemon(connection::serve);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  /** One connection, seen from the server. */
  final class Connection {

    private final Socket socket;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Connection(Socket socket) {
      this.socket = socket;
    }

    private void serve() {
      try (socket) {
        script.serve(this);
      } catch (Exception e) {
        // the client has gone, or the test is over
      } finally {
        ended.countDown();
      }
    }

    /** Reads a request's head. */
    String readHead() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client has gone");
        }
        head.append((char) next);
      }
      heads.add(head.toString());
      arrived.release();
      return head.toString();
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Repeats the text, a character at a time, until the client has had enough. */
    void drip(String text) throws Exception {
      while (true) {
        for (int i = 0; i < text.length(); i++) {
          write(text.substring(i, i + 1));
          pauseFor(Duration.ofMillis(10));
        }
      }
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    void pauseFor(Duration delay) throws InterruptedException {
      ended.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads until the client ends the connection. */
    void awaitEnd() throws IOException {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
