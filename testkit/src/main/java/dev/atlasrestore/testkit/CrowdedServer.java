package dev.atlasrestore.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A server to which no connection can be made for the moment: nobody accepts, and others fill the
 * queue, so the kernel leaves further ones unanswered. Not every operating system does: on one that
 * does not, the test is aborted.
 */
final class CrowdedServer implements AutoCloseable {

  private static final int MOST = 64;
  private static final int UNANSWERED_MILLIS = 300;

  private final FakeServer server;
  private final List<Socket> crowd = new ArrayList<>();

  private CrowdedServer(Reply reply) {
    this.server = FakeServer.notYetAccepting(request -> reply);
  }

  static CrowdedServer start(Reply reply) throws IOException {
    CrowdedServer crowded = new CrowdedServer(reply);
    boolean full = false;
    for (int i = 0; i < MOST && !full; i++) {
      full = !crowded.connected();
    }
    if (!full) {
      crowded.close();
      Assumptions.abort("this operating system accepts connections that nobody waits for");
    }
    return crowded;
  }

  private boolean connected() throws IOException {
    Socket socket = new Socket();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      socket.connect(new InetSocketAddress(loopback, server.port()), UNANSWERED_MILLIS);
      crowd.add(socket);
      return true;
    } catch (SocketTimeoutException e) {
      socket.close();
      return false;
    }
  }

  FakeServer server() {
    return server;
  }

  /** The others leave, and the server begins to accept. */
  void disperse() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    server.beginAccepting();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    server.close();
  }
}
