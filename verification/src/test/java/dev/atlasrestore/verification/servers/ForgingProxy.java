package dev.atlasrestore.verification.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that can change the first hexadecimal digit of each {@code rspauth} in the responses. It
 * forwards all other bytes unchanged.
 */
final class ForgingProxy implements AutoCloseable {
  private static final String RSPAUTH = "rspauth=\"";

  private final ServerSocket listener;
  private final URI server;
  private final boolean forging;
  private final AtomicInteger rspauths = new AtomicInteger();
  private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ForgingProxy(ServerSocket listener, URI server, boolean forging) {
    this.listener = listener;
    this.server = server;
    this.forging = forging;
  }

  /** Starts a proxy for a server. Without {@code forging} it changes nothing. */
  static ForgingProxy start(URI server, boolean forging) {
    try {
      ServerSocket listener = new ServerSocket(0, 16, InetAddress.getByName(server.getHost()));
      ForgingProxy proxy = new ForgingProxy(listener, server, forging);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address of the proxy, with the path of the server's address. */
  URI baseUri() {
    return URI.create(
        "http://" + server.getHost() + ":" + listener.getLocalPort() + server.getPath());
  }

  /** Returns how many {@code rspauth} values the proxy has forwarded. */
  int rspauths() {
    return rspauths.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Socket upstream = new Socket(server.getHost(), server.getPort());
        sockets.add(upstream);
        threads.execute(() -> forward(client, upstream, false));
        threads.execute(() -> forward(upstream, client, true));
      }
    } catch (IOException e) {
      close(); // close() ends the loop by closing the listener
    }
  }

  /** Forwards bytes until one side closes its connection, then closes both. */
  private void forward(Socket from, Socket to, boolean responses) {
    try (from;
        to) {
      InputStream in = new BufferedInputStream(from.getInputStream());
      OutputStream out = new BufferedOutputStream(to.getOutputStream());
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        boolean isDigit = responses && matched == RSPAUTH.length();
        if (isDigit) {
          rspauths.incrementAndGet();
        }
        out.write(isDigit && forging ? otherDigit(next) : next);
        matched = matched(isDigit ? 0 : matched, next);
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // Either side may close its connection at any time. The try block has closed both.
    }
  }

  /** Returns how many characters of {@link #RSPAUTH} match, including this byte. */
  private static int matched(int before, int next) {
    if (before < RSPAUTH.length() && next == RSPAUTH.charAt(before)) {
      return before + 1;
    }
    return next == RSPAUTH.charAt(0) ? 1 : 0;
  }

  private static int otherDigit(int digit) {
    return digit == '0' ? '1' : '0';
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdown();
    }
  }
}
