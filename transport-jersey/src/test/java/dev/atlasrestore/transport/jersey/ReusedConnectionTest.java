package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.RawServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests requests on reused connections that the server closes. */
@Timeout(60)
class ReusedConnectionTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults());

  @AfterEach
  void close() {
    runner.close();
  }

  /** A second request would repeat the nonce count and would not be counted. */
  @Test
  void requestOnAClosedConnectionIsNotRepeated() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              respondOnce(connection);
              connection.readRequestHead();
            })) {
      assertThat(send(server)).isInstanceOf(HttpResponse.class);
      assertFailure(send(server), Kind.CLOSED);
      assertThat(server.requestHeads()).hasSize(2);
    }
  }

  @Test
  void requestIsNotRepeatedIfTheResponseHadBegun() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              respondOnce(connection);
              connection.readRequestHead();
              connection.write("H");
            })) {
      assertThat(send(server)).isInstanceOf(HttpResponse.class);
      assertFailure(send(server), Kind.CLOSED);
      assertThat(server.requestHeads()).hasSize(2);
    }
  }

  @Test
  void requestIsNotRepeatedAfterItsTimeout() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              respondOnce(connection);
              connection.readRequestHead();
              connection.awaitEnd();
            })) {
      assertThat(send(server)).isInstanceOf(HttpResponse.class);
      assertFailure(
          runner.start(TestCalls.send(server.uri(), TestCalls.SHORT)).await(), Kind.TIMEOUT);
      assertThat(server.requestHeads()).hasSize(2);
    }
  }

  private static void respondOnce(RawServer.Connection connection) throws IOException {
    connection.readRequestHead();
    connection.write(OK);
  }

  private Object send(RawServer server) throws InterruptedException {
    return runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
  }

  private static void assertFailure(Object result, Kind kind) {
    assertThat((TransportFailure) result)
        .extracting(TransportFailure::fate, TransportFailure::kind)
        .containsExactly(Fate.UNKNOWN, kind);
  }
}
