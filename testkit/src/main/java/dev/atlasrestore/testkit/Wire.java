package dev.atlasrestore.testkit;

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
 * One connection at the server's end: reads requests, writes bytes, and notices when the client
 * leaves. For one thread, but closing the socket from another one ends whatever goes on here.
 */
final class Wire {

  private static final long LOOK_NANOS = 20_000_000;
  private static final long LONGEST_LOOK_MILLIS = 1_000_000;

  private final Socket raw;
  private final Socket socket;
  private final PushbackInputStream in;
  private final RequestReader requests;
  private final OutputStream out;

  /** A connection as it is. */
  Wire(Socket socket) throws IOException {
    this(socket, socket);
  }

  /**
   * A connection that is secured, or not.
   *
   * @param raw the connection
   * @param socket what is spoken on
   */
  Wire(Socket raw, Socket socket) throws IOException {
    raw.setTcpNoDelay(true);
    this.raw = raw;
    this.socket = socket;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    this.requests = new RequestReader(in);
    this.out = socket.getOutputStream();
  }

  /** The next request; empty if the client has left. */
  Optional<Head> read() throws IOException {
    return requests.next();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Writes one byte for each character. */
  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Waits this long, or until the client leaves; says whether it is still there. What it sends
   * meanwhile stays to be read.
   */
  boolean staysFor(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (socket.isClosed()) {
        return false;
      }
      if (in.available() > 0) {
        LockSupport.parkNanos(Math.min(left, LOOK_NANOS)); // it has sent more: it is there
      } else if (hasLeftWithin(left)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasLeftWithin(long nanos) throws IOException {
    socket.setSoTimeout((int) Math.min(LONGEST_LOOK_MILLIS, nanos / 1_000_000 + 1));
    try {
      int b = in.read();
      if (b >= 0) {
        in.unread(b);
      }
      return b < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** Waits until the client leaves; what it says until then is not heard. */
  void awaitLeaving() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Resets the connection (RST) instead of ending it in good order (FIN). */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }
}
