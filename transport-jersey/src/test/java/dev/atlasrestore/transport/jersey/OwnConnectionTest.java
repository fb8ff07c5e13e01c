package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections whose exchange ends while they are being made: none of them may stay open. */
class OwnConnectionTest {

  private final Exchange exchange = new Exchange(Duration.ofSeconds(1), true);

  @BeforeEach
  void theExchangeBegins() {
    Exchange.CURRENT.set(exchange);
  }

  @AfterEach
  void theExchangeIsOver() {
    Exchange.CURRENT.remove();
  }

  @Test
  void oneThatWasClosedBeforeItHadASocketTakesNone() throws Exception {
    OwnConnection immediate = OwnConnection.create(Http1Config.DEFAULT);
    immediate.close(CloseMode.IMMEDIATE);
    assertTakesNoSocket(immediate);

    OwnConnection graceful = OwnConnection.create(Http1Config.DEFAULT);
    graceful.close();
    assertTakesNoSocket(graceful);
  }

  private static void assertTakesNoSocket(OwnConnection connection) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> connection.bind(socket));
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void oneThatIsOpenTakesItsSocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        OwnConnection connection = OwnConnection.create(Http1Config.DEFAULT)) {
      connection.bind(socket);
      assertThat(connection.isOpen()).isTrue();
      connection.close(CloseMode.IMMEDIATE);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void noneIsMadeForAnExchangeThatHasEnded() {
    exchange.end(Kind.TIMEOUT);
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> OwnConnection.create(Http1Config.DEFAULT));
  }
}
