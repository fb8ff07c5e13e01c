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

/** A server that plays a script on each connection; nothing of it knows HTTP. */
final class RawServer implements AutoCloseable {

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  /** What happens on a connection, which closes behind it. */
  @FunctionalInterface
  interface Script {
    void play(Wire wire) throws Exception;
  }

  RawServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script);
  }

  RawServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.server =
        sockets.createServerSocket(0, 64, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    this.script = script;
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        accepted.incrementAndGet();
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.play(new Wire(socket));
    } catch (Exception left) {
      // the client has left, or the test is over
    } finally {
      sockets.remove(socket);
      ended.add(1);
    }
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + target);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return accepted.get();
  }

  /** Waits until that many scripts have ended. */
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
  final class Wire {
    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    /** Reads a request's head. */
    String hear() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        head.append((char) b);
      }
      heads.add(head.toString());
      return head.toString();
    }

    void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Waits until the client leaves. */
    void awaitLeaving() throws IOException {
      while (in.read() >= 0) {
        // what it still says is not heard
      }
    }

    /** Reads some bytes, whatever they are. */
    void hearSomething() throws IOException {
      in.read();
    }

    /** Makes closing a reset. */
    void resetOnClose() throws IOException {
      socket.setSoLinger(true, 0);
    }
  }
}
