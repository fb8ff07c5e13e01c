package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rule 36: a refusal by a proxy is a failure of its own kind, not a response of the service. */
interface PortProxyRules {

  @Rule(
      id = "36",
      text = "A supplied client with a proxy reads jobs of an `https` service through it.",
      on = ClientKinds.PROXIED)
  default void tunnelOfAProxyCarriesTheCall(PortFixtures fixtures) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.tunnel());
        PortFixture fixture = fixtures.openThrough(proxy)) {
      fixture.assertReads(PortFixture.JOB);
      String service = fixture.atlas().baseUri().getAuthority();
      assertEquals(Set.of(service), Set.copyOf(proxy.targets()));
    }
  }

  @Rule(
      id = "36",
      text =
          "A proxy that answers `CONNECT` with 407, 403 or 405 is a failure"
              + " of the kind `PROXY` with this status; the proxy is not asked again.",
      on = ClientKinds.PROXIED)
  default void refusalByAProxyIsNotRepeated(PortFixtures fixtures) throws Exception {
    for (int status : List.of(407, 403, 405)) {
      try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.status(status));
          PortFixture fixture = fixtures.openThrough(proxy)) {
        TransportException error = assertNotSent(fixture, Kind.PROXY, 1);
        assertNamesProxyAndStatus(error, status);
        assertEquals(1, proxy.targets().size(), "CONNECTs with status " + status);
      }
    }
  }

  @Rule(
      id = "36",
      text =
          "A proxy that answers `CONNECT` with 502, 503 or 504 is asked again; the last failure"
              + " has the kind `PROXY` and this status.",
      on = ClientKinds.PROXIED)
  default void proxyThatCannotReachTheServiceIsAskedAgain(PortFixtures fixtures) throws Exception {
    for (int status : List.of(502, 503, 504)) {
      try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.status(status));
          PortFixture fixture = fixtures.openThrough(proxy)) {
        TransportException error = assertNotSent(fixture, Kind.PROXY, 3);
        assertNamesProxyAndStatus(error, status);
        assertEquals(3, proxy.targets().size(), "CONNECTs with status " + status);
        proxy.always(ConnectProxy.tunnel());
        proxy.script(ConnectProxy.status(status));
        fixture.assertReads(PortFixture.JOB);
      }
    }
  }

  @Rule(
      id = "36.closed",
      text = "A proxy that closes the connection instead of answering `CONNECT` is asked again.",
      on = ClientKinds.PROXIED)
  default void proxyThatClosesIsAskedAgain(PortFixtures fixtures) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.closeWithoutResponse());
        PortFixture fixture = fixtures.openThrough(proxy)) {
      assertNotSent(fixture, Kind.CLOSED, 3);
      int connects = proxy.targets().size();
      assertTrue(connects >= 3 && connects <= 6, connects + " CONNECTs");
      proxy.always(ConnectProxy.tunnel());
      proxy.script(ConnectProxy.closeWithoutResponse());
      fixture.assertReads(PortFixture.JOB);
    }
  }

  @Rule(
      id = "36.garbage",
      text =
          "A proxy that does not answer `CONNECT` with HTTP is a failure of the kind `MALFORMED`,"
              + " and is not asked again.",
      on = ClientKinds.PROXIED)
  default void proxyThatDoesNotSpeakHttpIsNotAskedAgain(PortFixtures fixtures) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.garbage());
        PortFixture fixture = fixtures.openThrough(proxy)) {
      TransportException error = assertNotSent(fixture, Kind.MALFORMED, 1);
      assertNamesTheProxy(error);
      assertEquals(1, proxy.targets().size(), "CONNECTs");
    }
  }

  @Rule(
      id = "36",
      text = "A call whose proxy does not answer `CONNECT` ends at its deadline with a timeout.",
      on = ClientKinds.PROXIED)
  default void silentProxyTimesOut(PortFixtures fixtures) throws Exception {
    Duration callTimeout = Duration.ofMillis(350);
    Timeouts brief = Timeouts.defaults().withResponse(Duration.ofMillis(200)).withCall(callTimeout);
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.silence());
        PortFixture fixture = fixtures.openThrough(proxy, config -> config.withTimeouts(brief))) {
      long start = System.nanoTime();
      TransportException error = fixture.failure(TransportException.class);
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(Kind.TIMEOUT, error.failure().kind(), error.toString());
      assertTrue(
          duration.compareTo(callTimeout.plus(fixtures.grace())) <= 0,
          "the call ended late, after " + duration);
      assertTrue(!proxy.targets().isEmpty(), "the proxy was not asked");
    }
  }

  @Rule(
      id = "36",
      text = "After a successful poll, refusals by the proxy do not end a wait.",
      on = ClientKinds.PROXIED)
  default void refusalByAProxyDoesNotEndAnEstablishedWait(PortFixtures fixtures) throws Exception {
    UnaryOperator<AtlasConfig> configure =
        config -> PortFixtures.withQuickPolls(config).withRetry(RetryPolicy.none());
    try (ConnectProxy proxy = ConnectProxy.start(ConnectProxy.tunnel());
        PortFixture fixture = fixtures.openThrough(proxy, configure)) {
      fixture.warm();
      fixture.atlas().dropConnections();
      proxy.script(
          ConnectProxy.tunnel(),
          ConnectProxy.status(407),
          ConnectProxy.status(502),
          ConnectProxy.closeWithoutResponse());
      fixture.atlas().script(PortFixture.REF, Reply.thenClose(Reply.unscripted()));
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING, PortFixture.JOB);
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF));
      assertTrue(proxy.targets().size() >= 5, () -> "CONNECTs: " + proxy.targets());
    }
  }

  /** Makes a read that fails with this kind before anything reaches the service. */
  private static TransportException assertNotSent(PortFixture fixture, Kind kind, int attempts) {
    TransportException error = fixture.failure(TransportException.class);
    assertEquals(kind, error.failure().kind(), error.toString());
    assertEquals(attempts, error.attempts(), error.toString());
    assertEquals(0, fixture.atlas().connections(), "connections to the service");
    fixture.assertShowsNoSecret(fixture.events().toString());
    return error;
  }

  private static void assertNamesProxyAndStatus(TransportException error, int status) {
    assertEquals(OptionalInt.of(status), error.failure().proxyStatus());
    assertNamesTheProxy(error);
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains(String.valueOf(status)), message);
  }

  private static void assertNamesTheProxy(TransportException error) {
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("proxy"), message);
  }
}
