package dev.atlasrestore.transport.reactor;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server that runs a script on each connection. It knows nothing of HTTP, so a script can send
 * any bytes.
 */
final class RawServer implements AutoCloseable {

  /** A complete response with the body {@code ok}. */
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

  /** The heads of all requests that scripts have read, in order. */
  final BlockingQueue<String> requestHeads = new LinkedBlockingQueue<>();

  /** Runs on one connection. The server closes the connection when the script returns or throws. */
  @FunctionalInterface
  interface Script {
    void run(ServerConnection connection) throws Exception;
  }

  RawServer(Script script) throws IOException {
    this.server =
        ServerSocketFactory.getDefault()
            .createServerSocket(0, 64, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    this.script = script;
    startDaemon(this::acceptAll);
  }

  private static void startDaemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        accepted.incrementAndGet();
        startDaemon(() -> runScript(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void runScript(Socket socket) {
    try (socket) {
      script.run(new ServerConnection(socket));
    } catch (Exception ignored) {
      // The client has closed the connection, or the test is over.
    } finally {
      sockets.remove(socket);
      ended.add(1);
    }
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + target);
  }

  URI httpsUri() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns how many connections were accepted until now. */
  int connections() {
    return accepted.get();
  }

  /** Waits until that many more scripts have ended; returns false after 10 s without one. */
  boolean awaitEnded(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      if (ended.poll(10, TimeUnit.SECONDS) == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : List.copyOf(sockets)) {
      socket.close();
    }
  }

  /** The server's end of a connection. */
  final class ServerConnection {
    private final Socket socket;
    private final InputStream in;

    private ServerConnection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    /** Reads the head of a request, up to the empty line. */
    String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        head.append((char) b);
      }
      requestHeads.add(head.toString());
      return head.toString();
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Waits until the client closes the connection. */
    void awaitClose() throws IOException {
      while (in.read() >= 0) {
        // Bytes that arrive before are dropped.
      }
    }

    /** Reads the first byte, whatever it is. */
    void readOneByte() throws IOException {
      in.read();
    }

    /** Makes the server reset the connection when the script returns. */
    void resetOnClose() throws IOException {
      socket.setSoLinger(true, 0);
    }
  }
}
