package dev.atlasrestore.testkit.internal;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * TLS handshakes that are late or never complete. A handshake that does not complete ends with an
 * {@link IOException}.
 */
public final class HandshakeFaults {

  /**
   * The start of a handshake record (RFC 8446, section 5.1) that declares 16,384 bytes. A client
   * has to wait for all of them before it can read the first one.
   */
  private static final byte[] LONG_RECORD = {0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0x00, 0x3F};

  private static final long CHECK_INTERVAL_NANOS = 20_000_000;

  private HandshakeFaults() {}

  /** Waits this long and reads nothing. Returns early if the server closes the socket. */
  public static void delay(Socket socket, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (socket.isClosed()) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, CHECK_INTERVAL_NANOS));
    }
  }

  /** Sends nothing until the client closes the connection. Never returns normally. */
  public static Socket hang(Socket socket) throws IOException {
    new Connection(socket).awaitClose();
    throw new IOException("the client closed a hanging handshake");
  }

  /** Sends a long record one byte at a time. Never returns normally. */
  public static Socket drip(Socket socket, Duration between) throws IOException {
    Connection connection = new Connection(socket);
    for (int i = 0; connection.staysOpenFor(between); i++) {
      connection.write(new byte[] {i < LONG_RECORD.length ? LONG_RECORD[i] : 0});
    }
    throw new IOException("the client closed a dripping handshake");
  }

  /** Reads one byte of the handshake and closes the connection. Never returns normally. */
  public static Socket drop(Socket socket) throws IOException {
    socket.getInputStream().read();
    throw new IOException("the connection is dropped during the handshake");
  }
}
