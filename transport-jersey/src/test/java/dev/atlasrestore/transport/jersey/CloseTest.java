package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.RawServer;
import dev.atlasrestore.testkit.contract.Running;
import jakarta.ws.rs.client.Client;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what closing does to calls in flight and to later calls (rule 21). */
@Timeout(60)
class CloseTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Timeouts TIMEOUTS = Timeouts.defaults().withConnect(Duration.ofMinutes(1));
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void closeEndsAPauseAtOnce() throws Exception {
    BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS);
    CountDownLatch started = new CountDownLatch(1);
    Running<Object> pausing =
        runner.start(
            now -> {
              started.countDown();
              return TestCalls.pause(LONG).start(now);
            });
    started.await();
    runner.close();
    assertClosed(pausing);
  }

  @Test
  void closeEndsARequestInFlightWithUnknownFate() throws Exception {
    try (RawServer server = RawServer.silent()) {
      BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS);
      Running<Object> waiting = runner.start(TestCalls.send(server.uri(), LONG));
      server.awaitRequests(1);
      runner.close();
      assertThat((TransportFailure) waiting.await())
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.CLIENT_CLOSED);
      server.awaitEnds();
    }
  }

  @Test
  void closeEndsConnectingBeforeAnythingIsSent() throws Exception {
    try (FakeServer full = FakeServer.startWithFullBacklog(request -> Reply.drop())) {
      BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS);
      CountDownLatch started = new CountDownLatch(1);
      Running<Object> connecting =
          runner.start(
              now -> {
                started.countDown();
                return TestCalls.send(full.uri(), LONG).start(now);
              });
      started.await();
      runner.close();
      assertThat((TransportFailure) connecting.await())
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.CLIENT_CLOSED);
    }
  }

  @Test
  void closeEndsAnEndlessCall() throws Exception {
    try (RawServer server = RawServer.respondingWith(OK)) {
      BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS);
      Running<Object> endless = runner.start(TestCalls.sendForEver(server.uri(), Duration.ZERO));
      server.awaitRequests(3);
      runner.close();
      assertClosed(endless);
      server.awaitEnds();
    }
  }

  @Test
  void callAfterCloseDoesNotStart() throws Exception {
    try (RawServer server = RawServer.respondingWith(OK)) {
      BlockingRunner runner = BlockingRunner.onOwnClient(TIMEOUTS);
      runner.close();
      runner.close();
      AtomicInteger starts = new AtomicInteger();
      assertClosed(
          runner.start(
              now -> {
                starts.incrementAndGet();
                return TestCalls.send(server.uri(), LONG).start(now);
              }));
      assertThat(starts).hasValue(0);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void closeLeavesASuppliedClientOpenAndUnchanged() throws Exception {
    try (RawServer server = RawServer.respondingWith(OK);
        Client client = TestClients.recommended().build()) {
      Map<String, Object> before = Map.copyOf(client.getConfiguration().getProperties());
      JerseyRunner runner = JerseyRunner.onSuppliedClient(client);
      runner.run(TestCalls.send(server.uri(), LONG));
      runner.close();
      assertThat(client.getConfiguration().getProperties()).isEqualTo(before);
      assertThat(client.target(server.uri()).request().get(String.class)).isEqualTo("ok");
      assertThat(server.connections()).as("connections of the supplied pool").isEqualTo(1);
    }
  }

  @Test
  void closeEndsABodyOnASuppliedClientAtItsNextRead() throws Exception {
    CountDownLatch dripping = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
                  dripping.countDown();
                  connection.drip("drip");
                });
        Client client = TestClients.recommended().build()) {
      BlockingRunner runner = BlockingRunner.onSuppliedClient(client);
      Running<Object> reading = runner.start(TestCalls.send(server.uri(), LONG));
      dripping.await();
      runner.runner().close();
      assertThat((TransportFailure) reading.await())
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.CLIENT_CLOSED);
      server.awaitEnds();
    }
  }

  @Test
  void suppliedClientClosedByItsOwnerDuringABodyIsReportedAsClosed() throws Exception {
    CountDownLatch bodyBegan = new CountDownLatch(1);
    Client client = TestClients.recommended().build();
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
                  bodyBegan.countDown();
                  connection.drip("drip");
                });
        BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
      Running<Object> reading = runner.start(TestCalls.send(server.uri(), LONG));
      bodyBegan.await();
      client.close();
      assertThat((TransportFailure) reading.await())
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.CLIENT_CLOSED);
    }
  }

  @Test
  void suppliedClientClosedByItsOwnerIsReportedAsClosed() {
    Client client = TestClients.recommended().build();
    client.close();
    Call<Object> call = TestCalls.send(URI.create("http://127.0.0.1:1/"), LONG);
    try (JerseyRunner runner = JerseyRunner.onSuppliedClient(client)) {
      assertThat((TransportFailure) runner.run(call))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.NOT_SENT, Kind.CLIENT_CLOSED);
    }
  }

  private static void assertClosed(Running<Object> running) {
    assertThatThrownBy(running::await)
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Kind.CLIENT_CLOSED));
  }
}
