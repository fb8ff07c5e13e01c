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

/** A TCP server that runs a script on each connection, byte by byte. */
final class RawServer implements AutoCloseable {

  /** Serves one connection. */
  @FunctionalInterface
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private final Queue<String> requestHeads = new ConcurrentLinkedQueue<>();
  private final Semaphore arrived = new Semaphore(0);

  RawServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 1024, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    daemon(this::accept);
  }

  /** Starts a server that responds to every request with these bytes. */
  static RawServer respondingWith(String response) throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readRequestHead();
            connection.write(response);
          }
        });
  }

  /** Starts a server that reads requests and never responds. */
  static RawServer silent() throws IOException {
    return new RawServer(
        connection -> {
          connection.readRequestHead();
          connection.awaitEnd();
        });
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  URI uri() {
    return uri("http");
  }

  /** Returns the number of connections so far. */
  int connections() {
    return connections.size();
  }

  /** Returns the request line and header section of all requests so far. */
  List<String> requestHeads() {
    return List.copyOf(requestHeads);
  }

  /** Waits for this many more requests. */
  void awaitRequests(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, 30, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + requestHeads.size() + " requests arrived");
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
      // The server was closed.
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

  /** A connection as the server sees it. */
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
        // The client closed the connection, or the test has ended.
      } finally {
        ended.countDown();
      }
    }

    /** Reads the request line and the header section of a request. */
    String readRequestHead() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client closed the connection");
        }
        head.append((char) next);
      }
      requestHeads.add(head.toString());
      arrived.release();
      return head.toString();
    }

    /** Sends these characters, one byte each. */
    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Writes the text again and again, one character at a time, until the client closes. */
    void drip(String text) throws Exception {
      while (true) {
        for (int i = 0; i < text.length(); i++) {
          write(text.substring(i, i + 1));
          pauseFor(Duration.ofMillis(10));
        }
      }
    }

    /** Ends this side of the connection. */
    void closeOutput() throws IOException {
      socket.shutdownOutput();
    }

    /** Resets the connection. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits this long. */
    void pauseFor(Duration delay) throws InterruptedException {
      ended.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads until the client closes the connection. */
    void awaitEnd() throws IOException {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
