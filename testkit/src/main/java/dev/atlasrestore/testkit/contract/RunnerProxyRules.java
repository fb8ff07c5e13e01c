package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Rule RUN-32: a refused {@code CONNECT} is reported as a failure, not as a response. */
interface RunnerProxyRules {

  @Rule(
      id = "RUN-32",
      text =
          "A refused `CONNECT` is reported as a failure of the kind `PROXY` with the proxy's"
              + " status, and as not sent.",
      on = ClientKinds.PROXIED)
  default void refusedTunnelIsReported(RunnerFixtures fixtures) throws Exception {
    for (int status : List.of(407, 403, 502)) {
      try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.status(status));
          RunnerFixture fixture = fixtures.openThrough(proxy, request -> RunnerFixture.OK)) {
        assertRefused(fixture, fixture.get("/"), status);
      }
    }
  }

  @Rule(
      id = "RUN-32.transfer",
      text = "A refused `CONNECT` of a `Transfer` is reported without a call of `sinkFor`.",
      on = ClientKinds.PROXIED)
  default void refusedTunnelOfATransferIsReported(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    for (int status : List.of(407, 403, 502)) {
      Queue<HttpResponse> heads = new ConcurrentLinkedQueue<>();
      try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.status(status));
          RunnerFixture fixture = fixtures.openThrough(proxy, request -> RunnerFixture.OK)) {
        Call<Object> transfer =
            fixture.transfer(
                "/",
                RunnerFixture.LONG,
                head -> {
                  heads.add(head);
                  return Optional.empty();
                });
        assertRefused(fixture, transfer, status);
        assertEquals(0, heads.size(), () -> "the response of the proxy was passed on: " + heads);
      }
    }
  }

  @Rule(
      id = "RUN-32.closed",
      text = "A `CONNECT` without a response is reported as closed and not sent.",
      on = ClientKinds.PROXIED)
  default void unansweredTunnelIsReportedAsNotSent(RunnerFixtures fixtures) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.closeWithoutResponse());
        RunnerFixture fixture = fixtures.openThrough(proxy, request -> RunnerFixture.OK)) {
      TransportFailure failure = fixture.failure("/");
      assertEquals(Kind.CLOSED, failure.kind(), failure.toString());
      assertEquals(Fate.NOT_SENT, failure.fate(), failure.toString());
    }
  }

  private static void assertRefused(RunnerFixture fixture, Call<Object> call, int status)
      throws InterruptedException {
    TransportFailure failure = fixture.failure(call);
    assertEquals(Kind.PROXY, failure.kind(), failure.toString());
    assertEquals(OptionalInt.of(status), failure.proxyStatus(), failure.toString());
    assertEquals(Fate.NOT_SENT, failure.fate(), failure.toString());
    assertEquals(0, fixture.server().connections(), "connections to the server");
  }
}
