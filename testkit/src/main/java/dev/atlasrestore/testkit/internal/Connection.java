package dev.atlasrestore.testkit.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The server's end of one connection. Reads requests, writes bytes and detects when the client
 * closes. Use it from one thread. If another thread closes the socket, the method that is running
 * ends.
 */
public final class Connection {

  private static final long CHECK_INTERVAL_NANOS = 20_000_000;
  private static final long MAX_READ_TIMEOUT_MILLIS = 1_000_000;

  private final Socket transport;
  private final Socket socket;
  private final PushbackInputStream in;
  private final RequestReader requests;
  private final OutputStream out;

  /** Uses a socket without TLS. */
  Connection(Socket socket) throws IOException {
    this(socket, socket);
  }

  /**
   * Uses a socket, with or without TLS.
   *
   * @param transport the TCP socket
   * @param socket the socket to read from and write to: the TLS socket, or {@code transport} itself
   */
  public Connection(Socket transport, Socket socket) throws IOException {
    transport.setTcpNoDelay(true);
    this.transport = transport;
    this.socket = socket;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    this.requests = new RequestReader(in);
    this.out = socket.getOutputStream();
  }

  /**
   * Reads the next request.
   *
   * @return the request's head; empty if the client closed the connection first
   * @throws RequestReader.BadRequest if the request is rejected
   */
  public Optional<RequestHead> readRequest() throws IOException {
    return requests.next();
  }

  /** Writes these bytes. */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Writes one byte for each character. */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Waits this long, or until the client closes the connection. Bytes that the client sends in the
   * meantime stay unread.
   *
   * @return whether the connection is still open
   */
  public boolean staysOpenFor(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (socket.isClosed()) {
        return false;
      }
      if (in.available() > 0) {
        // Unread bytes hide the end of the stream, so there is nothing to wait for but the time.
        LockSupport.parkNanos(Math.min(left, CHECK_INTERVAL_NANOS));
      } else if (closesWithin(left)) {
        return false;
      }
    }
    return true;
  }

  private boolean closesWithin(long nanos) throws IOException {
    socket.setSoTimeout((int) Math.min(MAX_READ_TIMEOUT_MILLIS, nanos / 1_000_000 + 1));
    try {
      int b = in.read();
      if (b >= 0) {
        in.unread(b);
      }
      return b < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** Waits until the client closes the connection. Discards what the client sends. */
  public void awaitClose() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Resets the connection (RST) instead of closing it in good order (FIN). */
  public void reset() throws IOException {
    transport.setSoLinger(true, 0);
    transport.close();
  }
}
