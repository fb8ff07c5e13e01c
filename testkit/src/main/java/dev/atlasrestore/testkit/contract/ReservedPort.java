package dev.atlasrestore.testkit.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A TCP port of this machine that refuses connections. The port stays bound, so that no other
 * process can start to listen on it.
 */
final class ReservedPort implements AutoCloseable {

  private final Socket socket = new Socket();

  private ReservedPort() {}

  static ReservedPort open() throws IOException {
    ReservedPort port = new ReservedPort();
    port.socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
