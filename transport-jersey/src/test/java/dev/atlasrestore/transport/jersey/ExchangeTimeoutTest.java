package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.TransportLimits;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.RawServer;
import dev.atlasrestore.testkit.contract.Running;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that an exchange ends at its timeout in every phase (RUN-9), also in the phases that the
 * contract kit cannot produce.
 */
@Timeout(60)
class ExchangeTimeoutTest {

  private static final Timeouts TIMEOUTS = Timeouts.defaults().withConnect(TestCalls.LONG);

  @Test
  void endlessInformationalResponsesEndAtTheTimeout() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.drip("HTTP/1.1 103 Early Hints\r\n\r\n");
                });
        BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS)) {
      assertThat(failure(runner, server.uri(), TestCalls.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void hangingHandshakeEndsAtTheTimeout() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd);
        BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS)) {
      assertThat(failure(runner, server.httpsUri(), TestCalls.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void hangingHandshakeEndsAtAShorterConnectTimeout() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd);
        BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS.withConnect(TestCalls.SHORT))) {
      assertThat(failure(runner, server.httpsUri(), TestCalls.LONG))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void unacceptedConnectionEndsAtTheShorterTimeout() throws Exception {
    try (FakeServer full = FakeServer.startWithFullBacklog(request -> Reply.drop())) {
      for (Duration connect : List.of(TestCalls.SHORT, TestCalls.LONG)) {
        Duration send = connect.equals(TestCalls.SHORT) ? TestCalls.LONG : TestCalls.SHORT;
        try (BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS.withConnect(connect))) {
          assertThat(failure(runner, full.uri(), send))
              .extracting(TransportFailure::fate, TransportFailure::kind)
              .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
        }
      }
    }
  }

  @Test
  void waitingForAPooledConnectionEndsAtTheTimeout() throws Exception {
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS)) {
      List<Running<Object>> holders = new ArrayList<>();
      for (int i = 0; i < TransportLimits.MAX_CONNECTIONS; i++) {
        holders.add(runner.start(TestCalls.send(server.uri(), TestCalls.LONG)));
      }
      server.awaitRequests(TransportLimits.MAX_CONNECTIONS);
      assertThat(failure(runner, server.uri(), TestCalls.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.POOL_EXHAUSTED);
      assertThat(server.connections()).isEqualTo(TransportLimits.MAX_CONNECTIONS);
      runner.runner().close();
      for (Running<Object> holder : holders) {
        assertThat(((TransportFailure) holder.await()).kind()).isEqualTo(Kind.CLIENT_CLOSED);
      }
      server.awaitEnds();
    }
  }

  @Test
  void connectTimeoutDoesNotBoundTheResponse() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                  for (int i = 0; i < 10; i++) {
                    connection.pauseFor(Duration.ofMillis(30));
                    connection.write("0123456789");
                  }
                });
        BlockingRunner runner =
            BlockingRunner.onOwnClient(TIMEOUTS.withConnect(Duration.ofMillis(100)))) {
      assertThat(runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await())
          .isInstanceOf(HttpResponse.class);
    }
  }

  private static TransportFailure failure(BlockingRunner runner, URI uri, Duration timeout)
      throws InterruptedException {
    return (TransportFailure) runner.start(TestCalls.send(uri, timeout)).await();
  }
}
