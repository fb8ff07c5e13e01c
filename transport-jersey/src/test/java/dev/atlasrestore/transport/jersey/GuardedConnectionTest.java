package dev.atlasrestore.transport.jersey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests connections directly, without a client. */
class GuardedConnectionTest {

  private static final Duration MAX_IDLE_TIME = Duration.ofMinutes(1);

  private final Exchange exchange = new Exchange(Duration.ofSeconds(1), true);

  @BeforeEach
  void enterExchange() {
    exchange.enterThread();
  }

  @AfterEach
  void leaveExchange() {
    Exchange.leaveThread();
  }

  @Test
  void closedConnectionRejectsALateSocket() throws Exception {
    GuardedConnection immediate = create();
    immediate.close(CloseMode.IMMEDIATE);
    assertRejectsASocket(immediate);

    GuardedConnection graceful = create();
    graceful.close();
    assertRejectsASocket(graceful);
  }

  private static void assertRejectsASocket(GuardedConnection connection) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> connection.bind(socket));
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void openConnectionAcceptsItsSocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        GuardedConnection connection = create()) {
      connection.bind(socket);
      assertThat(connection.isOpen()).isTrue();
      connection.close(CloseMode.IMMEDIATE);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void endedExchangeGetsNoConnection() {
    exchange.end(Kind.TIMEOUT);
    assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> create());
  }

  @Test
  void eachRequestChecksForUnsolicitedDataOnce() throws Exception {
    CountingSocket socket = new CountingSocket();
    try (GuardedConnection connection = create()) {
      connection.bind(socket);
      connection.sendRequestHeader(new BasicClassicHttpRequest("GET", "/"));
      assertThat(socket.checks).as("checks of a new connection").isEqualTo(1);
      connection.passivate();
      assertThat(connection.isStale()).isFalse();
      connection.sendRequestHeader(new BasicClassicHttpRequest("GET", "/"));
      assertThat(socket.checks).as("checks after it was reused").isEqualTo(2);
    }
  }

  @Test
  void requestAfterUnsolicitedDataIsNotSent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        GuardedConnection connection = create()) {
      accepted.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
      while (socket.getInputStream().available() == 0) {
        Thread.onSpinWait();
      }
      connection.bind(socket);
      exchange.markGivenToClient();
      assertThatExceptionOfType(ConnectionClosedException.class)
          .isThrownBy(() -> connection.sendRequestHeader(new BasicClassicHttpRequest("GET", "/")))
          .extracting(exchange::failure)
          .extracting(TransportFailure::fate)
          .isEqualTo(Fate.NOT_SENT);
    }
  }

  @Test
  void targetOfATransferIsHiddenUntilItIsSent() throws Exception {
    Exchange transfer = Exchange.transfer(Duration.ofSeconds(1), true);
    transfer.enterThread();
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/secret?key=secret");
    transfer.prepare(request);
    assertThat(request.toString()).doesNotContain("secret");
    try (GuardedConnection connection = create()) {
      connection.bind(new CountingSocket());
      connection.sendRequestHeader(request);
      assertThat(request.getPath()).isEqualTo("/secret?key=secret");
    }
  }

  @Test
  void connectionThatWasIdleForTooLongIsStale() throws Exception {
    CountingSocket socket = new CountingSocket();
    try (GuardedConnection connection =
        GuardedConnection.create(Http1Config.DEFAULT, Duration.ofNanos(1))) {
      connection.bind(socket);
      connection.passivate();
      assertThat(connection.isStale()).isTrue();
      assertThat(socket.checks).as("checks of a connection that is replaced anyway").isZero();
    }
  }

  private static GuardedConnection create() throws InterruptedIOException {
    return GuardedConnection.create(Http1Config.DEFAULT, MAX_IDLE_TIME);
  }

  /** A socket without a peer that counts how often it is asked for available bytes. */
  private static final class CountingSocket extends Socket {

    private int checks;

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int available() {
          checks++;
          return 0;
        }

        @Override
        public int read() {
          return -1;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }
  }
}
