package dev.atlasrestore.transport.jersey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A listening socket that accepts nothing and whose backlog is full, so that connecting hangs. */
final class FullBacklog implements AutoCloseable {

  private final ServerSocket listener =
      new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  private final List<Socket> queued = new ArrayList<>();

  FullBacklog() throws IOException {
    for (int i = 0; i < 2; i++) {
      queued.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}
