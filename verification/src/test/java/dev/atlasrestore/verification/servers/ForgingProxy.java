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
 * Someone between client and server who passes every byte on but one: the first hexadecimal digit
 * of each {@code rspauth} an answer carries, the server's proof that it knows the password too.
 */
final class ForgingProxy implements AutoCloseable {
  private static final String MARK = "rspauth=\"";

  private final ServerSocket listener;
  private final URI server;
  private final boolean forging;
  private final AtomicInteger proofs = new AtomicInteger();
  private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ForgingProxy(ServerSocket listener, URI server, boolean forging) {
    this.listener = listener;
    this.server = server;
    this.forging = forging;
  }

  /** Starts in front of a server; one that does not forge passes the digit on as well. */
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

  /** Returns the server's base address, but through this proxy. */
  URI baseUri() {
    return URI.create(
        "http://" + server.getHost() + ":" + listener.getLocalPort() + server.getPath());
  }

  /** Returns how many proofs came past. */
  int proofs() {
    return proofs.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Socket upstream = new Socket(server.getHost(), server.getPort());
        sockets.add(upstream);
        threads.execute(() -> pass(client, upstream, false));
        threads.execute(() -> pass(upstream, client, true));
      }
    } catch (IOException e) {
      close(); // the usual end: the listener was closed
    }
  }

  /** Passes bytes on until one side ends, and then ends the other. */
  private void pass(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = new BufferedInputStream(from.getInputStream());
      OutputStream out = new BufferedOutputStream(to.getOutputStream());
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        boolean proof = answers && matched == MARK.length();
        if (proof) {
          proofs.incrementAndGet();
        }
        out.write(proof && forging ? otherDigit(next) : next);
        matched = matched(proof ? 0 : matched, next);
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // either side may hang up at any time; try has closed both
    }
  }

  /** Returns how much of the mark has come, this byte included; it cannot overlap itself. */
  private static int matched(int before, int next) {
    if (before < MARK.length() && next == MARK.charAt(before)) {
      return before + 1;
    }
    return next == MARK.charAt(0) ? 1 : 0;
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
