package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.Running;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RUN-9 where the kit cannot look: an exchange ends at its timeout, whatever it waits for. */
@Timeout(60)
class ExchangeTimeoutTest {

  private static final Timeouts TIMEOUTS = Timeouts.defaults().withConnect(Toys.LONG);

  @Test
  void informationalAnswersWithoutEnd() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  connection.drip("HTTP/1.1 103 Early Hints\r\n\r\n");
                });
        BlockingRunner runner = BlockingRunner.own(TIMEOUTS)) {
      assertThat(failure(runner, server.uri(), Toys.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void aHandshakeThatHangs() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd);
        BlockingRunner runner = BlockingRunner.own(TIMEOUTS)) {
      assertThat(failure(runner, server.uri("https"), Toys.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void aHandshakeThatHangsEndsAtTheConnectTimeoutIfThatIsShorter() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd);
        BlockingRunner runner = BlockingRunner.own(TIMEOUTS.withConnect(Toys.SHORT))) {
      assertThat(failure(runner, server.uri("https"), Toys.LONG))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
      server.awaitEnds();
    }
  }

  @Test
  void aConnectionThatIsNotAccepted() throws Exception {
    try (FullBacklog full = new FullBacklog()) {
      for (Duration connect : List.of(Toys.SHORT, Toys.LONG)) {
        Duration send = connect.equals(Toys.SHORT) ? Toys.LONG : Toys.SHORT;
        try (BlockingRunner runner = BlockingRunner.own(TIMEOUTS.withConnect(connect))) {
          assertThat(failure(runner, full.uri(), send))
              .extracting(TransportFailure::fate, TransportFailure::kind)
              .containsExactly(Fate.NOT_SENT, Kind.TIMEOUT);
        }
      }
    }
  }

  @Test
  void aPoolWithoutAFreeConnection() throws Exception {
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.own(TIMEOUTS)) {
      List<Running<Object>> holders = new ArrayList<>();
      for (int i = 0; i < OwnClient.MAX_CONNECTIONS; i++) {
        holders.add(runner.start(Toys.send(server.uri(), Toys.LONG)));
      }
      server.awaitRequests(OwnClient.MAX_CONNECTIONS);
      assertThat(failure(runner, server.uri(), Toys.SHORT))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.POOL_EXHAUSTED);
      assertThat(server.connections()).isEqualTo(OwnClient.MAX_CONNECTIONS);
      runner.runner().close();
      for (Running<Object> holder : holders) {
        assertThat(((TransportFailure) holder.await()).kind()).isEqualTo(Kind.CLIENT_CLOSED);
      }
      server.awaitEnds();
    }
  }

  @Test
  void theConnectTimeoutDoesNotBoundTheAnswer() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                  for (int i = 0; i < 10; i++) {
                    connection.pauseFor(Duration.ofMillis(30));
                    connection.write("0123456789");
                  }
                });
        BlockingRunner runner = BlockingRunner.own(TIMEOUTS.withConnect(Duration.ofMillis(100)))) {
      assertThat(runner.start(Toys.send(server.uri(), Toys.LONG)).await())
          .isInstanceOf(HttpResponse.class);
    }
  }

  private static TransportFailure failure(BlockingRunner runner, URI uri, Duration timeout)
      throws InterruptedException {
    return (TransportFailure) runner.start(Toys.send(uri, timeout)).await();
  }
}
