package dev.atlasrestore.consumers.jakartaee.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that cannot choose a free port. The ports are below the range of
 * ephemeral ports, so the operating system does not give one to another process before the server
 * has started.
 */
final class FreePort {

  private static final int FIRST = 15_000;
  private static final int LAST = 30_000;

  private FreePort() {}

  static int find() {
    for (int i = 0; i < 100; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Try the next port.
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
  }
}
