package dev.atlasrestore.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that fill the queue in front of a server that accepts nobody, so that the kernel leaves
 * further ones unanswered: their connecting hangs.
 */
final class Crowd implements AutoCloseable {

  private static final int MOST = 64;
  private static final int UNANSWERED_MILLIS = 300;

  private final List<Socket> sockets = new ArrayList<>();

  private Crowd() {}

  /**
   * Fills the queue in front of this port of 127.0.0.1.
   *
   * @throws UnsupportedOperationException where the operating system's queues cannot be filled
   */
  static Crowd before(int port) throws IOException {
    Crowd crowd = new Crowd();
    for (int i = 0; i < MOST; i++) {
      if (!crowd.anotherConnects(port)) {
        return crowd;
      }
    }
    crowd.close();
    throw new UnsupportedOperationException(
        "this operating system accepts connections that nobody waits for");
  }

  private boolean anotherConnects(int port) throws IOException {
    Socket socket = new Socket();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      socket.connect(new InetSocketAddress(loopback, port), UNANSWERED_MILLIS);
      sockets.add(socket);
      return true;
    } catch (SocketTimeoutException e) {
      socket.close();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }
}
