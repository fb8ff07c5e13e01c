package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.RawServer;
import dev.atlasrestore.testkit.contract.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the library's own native client closes idle connections. */
@Timeout(60)
class IdleConnectionTest {

  private static final int BURST = 20;

  /** If the server closes its side first, a connection that stays open is in CLOSE_WAIT. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idleConnectionsAreClosedWithoutAnotherRequest(boolean serverClosesFirst) throws Exception {
    CountDownLatch burst = new CountDownLatch(BURST);
    OwnClient client = new OwnClient(Timeouts.defaults(), Duration.ofMillis(200));
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  burst.countDown();
                  burst.await();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  if (serverClosesFirst) {
                    connection.closeOutput();
                  }
                  connection.awaitEnd();
                });
        BlockingRunner runner = BlockingRunner.on(client)) {
      List<Running<Object>> calls = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        calls.add(runner.start(TestCalls.send(server.uri(), TestCalls.LONG)));
      }
      for (Running<Object> call : calls) {
        assertThat(call.await()).isInstanceOf(HttpResponse.class);
      }
      server.awaitEnds();
      assertThat(server.connections()).isEqualTo(BURST);
    }
  }
}
