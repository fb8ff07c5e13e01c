package dev.atlasrestore.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Handshakes of TLS that take long, or come to nothing; these end with an exception. */
final class Handshakes {

  /**
   * The beginning of a record of the handshake (RFC 8446, section 5.1) that declares 16,384 bytes:
   * a client has to wait for all of them before it can look at one.
   */
  private static final byte[] LONG_RECORD = {0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0x00, 0x3F};

  private static final long LOOK_NANOS = 20_000_000;

  private Handshakes() {}

  /** Lets time pass; ends early when the server is closed. Nothing is read meanwhile. */
  static void delay(Socket socket, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (socket.isClosed()) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
    }
  }

  static Socket hang(Socket socket) throws IOException {
    new Wire(socket).awaitLeaving();
    throw new IOException("the client has left a handshake that hung");
  }

  static Socket drip(Socket socket, Duration between) throws IOException {
    Wire wire = new Wire(socket);
    for (int i = 0; wire.staysFor(between); i++) {
      wire.write(new byte[] {i < LONG_RECORD.length ? LONG_RECORD[i] : 0});
    }
    throw new IOException("the client has left a handshake that dripped");
  }

  static Socket drop(Socket socket) throws IOException {
    socket.getInputStream().read();
    throw new IOException("dropped in the handshake");
  }
}
