package dev.atlasrestore.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that fill the backlog of a server which accepts none. While they exist the kernel
 * leaves further connection attempts unanswered. Closing this frees the backlog.
 */
public final class FullBacklog implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 64;
  private static final int CONNECT_TIMEOUT_MILLIS = 300;

  private final List<Socket> sockets = new ArrayList<>();

  private FullBacklog() {}

  /**
   * Fills the backlog of the server on this port of 127.0.0.1.
   *
   * @throws UnsupportedOperationException if this operating system accepts connections beyond the
   *     backlog
   */
  public static FullBacklog of(int port) throws IOException {
    FullBacklog backlog = new FullBacklog();
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      if (!backlog.connect(port)) {
        return backlog;
      }
    }
    backlog.close();
    throw new UnsupportedOperationException(
        "this operating system accepts connections beyond the backlog");
  }

  private boolean connect(int port) throws IOException {
    Socket socket = new Socket();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      socket.connect(new InetSocketAddress(loopback, port), CONNECT_TIMEOUT_MILLIS);
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
