package dev.atlasrestore.testkit.contract;

import java.io.EOFException;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A TCP server that runs a script on each connection. It knows nothing of HTTP, so a script can
 * send any bytes. Use it for faults of one stack only; {@link dev.atlasrestore.testkit.Hostile} has
 * the faults that concern every transport.
 *
 * <p>It listens on a free port of 127.0.0.1. The methods that wait fail after 30 seconds.
 */
public final class RawServer implements AutoCloseable {

  /** A complete response with the body {@code ok}. */
  public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final long PATIENCE_SECONDS = 30;

  /** Serves one connection. */
  @FunctionalInterface
  public interface Script {
    /**
     * Runs on a thread of its own. The server closes the connection when the script returns or
     * throws.
     */
    void serve(Connection connection) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private final Queue<String> requestHeads = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> untakenHeads = new LinkedBlockingQueue<>();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);

  /** Starts a server that runs this script on each connection. */
  public RawServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 1024, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    startDaemon(this::acceptAll);
  }

  /** Starts a server that responds to every request with this text. */
  public static RawServer respondingWith(String response) throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readRequestHead();
            connection.write(response);
          }
        });
  }

  /** Starts a server that reads requests and never responds. */
  public static RawServer silent() throws IOException {
    return new RawServer(
        connection -> {
          connection.readRequestHead();
          connection.awaitEnd();
        });
  }

  /** Returns the URI of the root. */
  public URI uri() {
    return uri("/");
  }

  /** Returns the URI of this request target. */
  public URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port() + target);
  }

  /** Returns the URI of the root, with the scheme {@code https}. */
  public URI httpsUri() {
    return URI.create("https://127.0.0.1:" + port() + "/");
  }

  /** Returns the port on which the server listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the number of connections so far. */
  public int connections() {
    return connections.size();
  }

  /** Returns the request line and header section of all requests so far, in order. */
  public List<String> requestHeads() {
    return List.copyOf(requestHeads);
  }

  /** Waits for the next request and returns its request line and header section. */
  public String takeRequestHead() throws InterruptedException {
    String head = untakenHeads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError("no further request arrived after " + requestHeads.size());
    }
    return head;
  }

  /** Waits for this many more requests. */
  public void awaitRequests(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + requestHeads.size() + " requests arrived");
    }
  }

  /** Waits until every connection so far has ended. */
  public void awaitEnds() throws InterruptedException {
    for (Connection connection : connections) {
      if (!connection.over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a connection stayed open");
      }
    }
  }

  /** Waits until this many more connections have ended. */
  public void awaitEnds(int count) throws InterruptedException {
    if (!ended.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(ended.availablePermits() + " connections ended, not " + count);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Connection connection = new Connection(listener.accept());
        connections.add(connection);
        startDaemon(connection::serve);
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private static void startDaemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes the server and all its connections. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  /** A connection as the server sees it. Only its script uses it. */
  public final class Connection {

    private final Socket socket;
    private final CountDownLatch over = new CountDownLatch(1);

    private Connection(Socket socket) {
      this.socket = socket;
    }

    private void serve() {
      try (socket) {
        script.serve(this);
      } catch (Exception e) {
        // The client closed the connection, or the test has ended.
      } finally {
        over.countDown();
        ended.release();
      }
    }

    /** Reads the request line and the header section of a request, and returns them. */
    public String readRequestHead() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("the client closed the connection");
        }
        head.append((char) next);
      }
      requestHeads.add(head.toString());
      untakenHeads.add(head.toString());
      arrived.release();
      return head.toString();
    }

    /** Reads one byte, or the end of the connection. */
    public void readByte() throws IOException {
      socket.getInputStream().read();
    }

    /** Sends these characters, one byte each. */
    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends these bytes. */
    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /**
     * Sets the size of the buffer between this server and the network, in bytes, so that the server
     * notices sooner that the client does not read. The operating system may change the size.
     */
    public void limitSendBuffer(int bytes) throws IOException {
      socket.setSendBufferSize(bytes);
    }

    /** Sends the text again and again, one character at a time, until the client closes. */
    public void drip(String text) throws Exception {
      while (true) {
        for (int i = 0; i < text.length(); i++) {
          write(text.substring(i, i + 1));
          pauseFor(Duration.ofMillis(10));
        }
      }
    }

    /** Ends this side of the connection. */
    public void closeOutput() throws IOException {
      socket.shutdownOutput();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits this long. */
    public void pauseFor(Duration delay) throws InterruptedException {
      over.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads until the client closes the connection. */
    public void awaitEnd() throws IOException {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
