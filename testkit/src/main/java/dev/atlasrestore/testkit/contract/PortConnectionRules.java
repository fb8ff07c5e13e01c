package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The rules 1 to 4: connections that fail, break, hang or are not secure. */
interface PortConnectionRules {

  Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  Duration RESPONSE_TIMEOUT = Duration.ofMillis(200);
  Duration CALL_TIMEOUT = Duration.ofMillis(350);
  Duration BETWEEN_BYTES = Duration.ofMillis(30);
  int WARM_CONNECTIONS = 8;

  @Rule(
      id = "1",
      text =
          "If the connection breaks before the response, the attempt is repeated; the last failure"
              + " names host and port.")
  default void lostConnectionIsRetried(PortFixtures fixtures) throws Exception {
    assertRetried(fixtures, Reply.drop().beforeDigest());
    assertRetried(fixtures, Hostile.reset().beforeDigest());
  }

  @Rule(
      id = "1.head",
      text =
          "If the connection breaks in the response head, the attempt is repeated; the last"
              + " failure names host and port.")
  default void connectionLostInTheHeadIsRetried(PortFixtures fixtures) throws Exception {
    assertRetried(fixtures, Hostile.closeInHead().beforeDigest());
  }

  /**
   * The reply is sent before the digest check, so that the check does not consume the nonce count.
   * A transport that is excused from rule 1.reused may repeat a nonce count, and must still pass.
   */
  private void assertRetried(PortFixtures fixtures, Reply broken) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, broken);
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(2, broken.toString());
      fixture.atlas().always(broken);
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Fate.UNKNOWN, error.failure().fate());
      assertEquals(3, error.attempts(), broken.toString());
      assertNamesHostAndPort(error, fixture.atlas().baseUri());
      int requests = fixture.atlas().requests().size();
      assertTrue(requests >= 3 && requests <= 6, broken + ": " + requests + " requests");
    }
  }

  @Rule(id = "1", text = "A refused connection is retried; the last failure names host and port.")
  default void refusedConnectionIsRetried(PortFixtures fixtures) throws Exception {
    try (ReservedPort refusing = ReservedPort.open()) {
      URI refused = refusing.uri("/api/atlas/v1.0");
      try (PortFixture fixture = fixtures.open(at(refused))) {
        TransportException error = fixture.failure(TransportException.class);
        assertEquals(TransportFailure.Kind.REFUSED, error.failure().kind());
        assertEquals(3, error.attempts());
        assertNamesHostAndPort(error, refused);
      }
    }
  }

  @Rule(id = "1", text = "A pooled connection that the server has closed makes no call fail.")
  default void closedPooledConnectionFailsNoCall(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (int i = 0; i < 5; i++) {
        fixture.atlas().script(PortFixture.REF, Reply.thenClose(Reply.unscripted()));
        fixture.assertReads(PortFixture.JOB);
        fixture.assertReads(PortFixture.JOB);
        fixture.atlas().dropConnections();
      }
      fixture.assertReads(PortFixture.JOB);
      int requests = fixture.atlas().requests().size();
      assertTrue(requests <= 2 * 11, "11 calls took " + requests + " requests");
    }
  }

  @Rule(
      id = "2",
      text = "An unknown host is a `TransportException` that names the host, and is retried.")
  default void unknownHostIsRetried(PortFixtures fixtures) throws Exception {
    assertUnknown(fixtures, "no-such-host.invalid");
  }

  @Rule(
      id = "2.idn",
      text =
          "A host that begins with `xn--` is resolved unchanged, and messages name it unchanged.")
  default void hostInPunycodeIsResolved(PortFixtures fixtures) throws Exception {
    assertUnknown(fixtures, "xn--bcher-kva.invalid");
  }

  private void assertUnknown(PortFixtures fixtures, String host) throws Exception {
    URI unknown = URI.create("http://" + host + ":8080/api/public/v1.0");
    try (PortFixture fixture =
        fixtures.open(config -> at(unknown).apply(config).withPlainHttp(true))) {
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Kind.UNKNOWN_HOST, error.failure().kind());
      assertEquals(3, error.attempts());
      assertNamesHostAndPort(error, unknown);
    }
  }

  @Rule(
      id = "1.reused",
      text =
          "A call whose request is lost on a reused connection succeeds without a retry; the"
              + " request is sent once more with the next nonce count.")
  default void lostRequestOnAReusedConnectionIsSentOnceMore(PortFixtures fixtures)
      throws Exception {
    for (Reply lost : List.of(Reply.drop().beforeDigest(), Hostile.reset().beforeDigest())) {
      try (PortFixture fixture = fixtures.open(config -> config.withRetry(RetryPolicy.none()))) {
        fixture.warm();
        for (int i = 0; i < 3; i++) {
          fixture.atlas().script(PortFixture.REF, lost);
          fixture.assertReads(PortFixture.JOB);
          List<String> credentials =
              fixture.atlas().requests().stream()
                  .flatMap(request -> request.headers("Authorization").stream())
                  .toList();
          assertEquals(2, Set.copyOf(credentials).size(), "the nonce count was repeated");
          fixture.assertRequests(2, lost.toString());
        }
      }
    }
  }

  @Rule(
      id = "1.reused",
      text = "Without retries, a pooled connection that the server has closed makes no call fail.")
  default void closedPooledConnectionFailsNoCallWithoutRetries(PortFixtures fixtures)
      throws Exception {
    try (PortFixture fixture = fixtures.open(config -> config.withRetry(RetryPolicy.none()))) {
      fixture.warm();
      for (int i = 0; i < 20; i++) {
        fixture.atlas().dropConnections();
        fixture.assertReads(PortFixture.JOB);
      }
    }
  }

  @Rule(
      id = "1.silent",
      text =
          "If a request on a pooled connection gets no response in time, the next attempt uses a new"
              + " connection. No connection that was idle at the timeout is used again.")
  default void idleConnectionsAreNotUsedAfterATimeout(PortFixtures fixtures) throws Exception {
    Timeouts brief = Timeouts.defaults().withResponse(Duration.ofSeconds(1));
    try (PortFixture fixture = fixtures.open(config -> config.withTimeouts(brief))) {
      fixture.warm();
      fixture.atlas().always(Reply.delayed(RESPONSE_TIMEOUT, Reply.unscripted()));
      List<BackgroundCall<RestoreJob>> together =
          Stream.generate(() -> BackgroundCall.start(() -> fixture.port().get(PortFixture.REF)))
              .limit(WARM_CONNECTIONS)
              .toList();
      for (BackgroundCall<RestoreJob> each : together) {
        each.await();
      }
      int old = fixture.atlas().connections();
      assertTrue(old > 1, "the client used one connection only");
      fixture.atlas().always(Reply.unscripted());
      fixture.atlas().forgetRequests();
      fixture.atlas().script(PortFixture.REF, Hostile.stall());
      for (int i = 0; i < WARM_CONNECTIONS; i++) {
        fixture.assertReads(PortFixture.JOB);
      }
      List<Integer> connections =
          fixture.atlas().requests().stream().map(SeenRequest::connection).toList();
      assertEquals(WARM_CONNECTIONS + 1, connections.size(), "requests");
      assertTrue(connections.get(0) <= old, "the first request used a new connection");
      assertTrue(
          connections.stream().skip(1).allMatch(used -> used > old),
          () -> "an old connection was used again: " + connections);
    }
  }

  @Rule(
      id = "3",
      text = "The exception of the call timeout has the last failure before it as its cause.")
  default void callTimeoutKeepsTheFailureBeforeIt(PortFixtures fixtures) throws Exception {
    Timeouts brief = Timeouts.defaults().withCall(CALL_TIMEOUT);
    try (PortFixture fixture = fixtures.open(config -> config.withTimeouts(brief))) {
      fixture.warm();
      fixture
          .atlas()
          .script(PortFixture.REF, Reply.error(503, "BUSY", "Try later."), Hostile.stall());
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Kind.TIMEOUT, error.failure().kind());
      ApiException cause = assertInstanceOf(ApiException.class, error.getCause());
      assertEquals(503, cause.status());
      assertEquals(Optional.of("BUSY"), cause.errorCode());
    }
  }

  @Rule(
      id = "3",
      text =
          "A call without a response ends at its deadline with a timeout, and its connection is"
              + " closed.")
  default void missingResponseTimesOut(PortFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, FakeAtlas.builder(), Hostile.stall());
  }

  @Rule(
      id = "3.body",
      text =
          "A call whose body arrives byte by byte ends at its deadline with a timeout, and its"
              + " connection is closed.")
  default void slowBodyTimesOut(PortFixtures fixtures) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortFixture.JOB));
    assertTimesOut(fixtures, FakeAtlas.builder(), Hostile.dripBody(BETWEEN_BYTES, job));
  }

  @Rule(
      id = "3.head",
      text =
          "A call whose response head arrives byte by byte ends at its deadline with a timeout,"
              + " and its connection is closed.")
  default void slowHeadTimesOut(PortFixtures fixtures) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortFixture.JOB));
    assertTimesOut(fixtures, FakeAtlas.builder(), Hostile.drip(BETWEEN_BYTES, job));
  }

  @Rule(
      id = "3.handshake",
      text =
          "A call whose TLS handshake hangs ends at its deadline with a timeout, and its"
              + " connection is closed.")
  default void hangingHandshakeTimesOut(PortFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, FakeAtlas.builder().tls(FakeTls.hanging()), Reply.unscripted());
  }

  @Rule(
      id = "3.connecting",
      text = "A call whose connection is never established ends at its deadline with a timeout.")
  default void pendingConnectionTimesOut(PortFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, FakeAtlas.builder().fullBacklog(), Reply.unscripted());
  }

  private void assertTimesOut(PortFixtures fixtures, FakeAtlas.Builder builder, Reply reply)
      throws Exception {
    Timeouts brief =
        Timeouts.defaults()
            .withConnect(CONNECT_TIMEOUT)
            .withResponse(RESPONSE_TIMEOUT)
            .withCall(CALL_TIMEOUT);
    try (PortFixture fixture = openOrAbort(fixtures, builder, c -> c.withTimeouts(brief))) {
      fixture.atlas().always(reply.beforeDigest());
      long start = System.nanoTime();
      TransportException error = fixture.failure(TransportException.class);
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(TransportFailure.Kind.TIMEOUT, error.failure().kind(), error.toString());
      assertTrue(
          duration.compareTo(CALL_TIMEOUT.plus(fixtures.grace())) <= 0,
          "the call ended late, after " + duration);
      assertNamesHostAndPort(error, fixture.atlas().baseUri());
      fixture.atlas().acceptConnections();
      assertTrue(
          fixture.atlas().awaitNoConnections(fixtures.patience()),
          "the connection was kept after a timeout");
    }
  }

  /** Aborts the test if the operating system does not support such a fake. */
  private PortFixture openOrAbort(
      PortFixtures fixtures, FakeAtlas.Builder builder, UnaryOperator<AtlasConfig> configure) {
    try {
      return fixtures.open(builder, configure);
    } catch (UnsupportedOperationException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  @Rule(
      id = "4",
      text =
          "A server without a trusted certificate, or without TLS, is a failure of the kind `TLS`;"
              + " nothing is sent and nothing retried.")
  default void untrustedServerIsNotRetried(PortFixtures fixtures) throws Exception {
    for (FakeTls tls : List.of(FakeTls.trusted(), FakeTls.missing())) {
      assertNotRetried(fixtures, tls, TransportFailure.Kind.TLS);
    }
  }

  @Rule(id = "4.once", text = "A server that does not support TLS sees one connection.")
  default void serverWithoutTlsSeesOneConnection(PortFixtures fixtures) throws Exception {
    FakeAtlas.Builder withoutTls = FakeAtlas.builder().tls(FakeTls.missing());
    try (PortFixture fixture = fixtures.open(withoutTls, config -> config)) {
      fixture.failure(TransportException.class);
      assertEquals(1, fixture.atlas().connections());
    }
  }

  @Rule(
      id = "4",
      text =
          "A certificate that names another host or has expired is rejected, and the call is not"
              + " retried.",
      on = ClientKinds.TRUSTING)
  default void invalidCertificateIsNotRetried(PortFixtures fixtures) throws Exception {
    assertNotRetried(fixtures, FakeTls.wrongHost(), TransportFailure.Kind.TLS);
    assertNotRetried(fixtures, FakeTls.expired(), TransportFailure.Kind.TLS);
    try (PortFixture fixture =
        fixtures.open(FakeAtlas.builder().tls(FakeTls.trusted()), config -> config)) {
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(2, "with a trusted certificate");
    }
  }

  @Rule(
      id = "4.plain",
      text =
          "A TLS server at an `http` address is a failure of the kind `MALFORMED`, and is not"
              + " retried.")
  default void tlsOnAPlainPortIsMalformed(PortFixtures fixtures) throws Exception {
    assertNotRetried(fixtures, FakeTls.unexpected(), TransportFailure.Kind.MALFORMED);
  }

  private void assertNotRetried(PortFixtures fixtures, FakeTls tls, TransportFailure.Kind expected)
      throws Exception {
    try (PortFixture fixture = fixtures.open(FakeAtlas.builder().tls(tls), config -> config)) {
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(expected, error.failure().kind(), tls + ": " + error);
      assertEquals(1, error.attempts(), tls.toString());
      if (fixtures.keeps("4.once")) {
        assertEquals(1, fixture.atlas().connections(), tls.toString());
      }
      assertEquals(List.of(), fixture.atlas().requests(), tls.toString());
      assertNamesHostAndPort(error, fixture.atlas().baseUri());
    }
  }

  private static UnaryOperator<AtlasConfig> at(URI base) {
    return config -> AtlasConfig.of(base, config.key()).withRetry(config.retry());
  }

  private static void assertNamesHostAndPort(TransportException error, URI server) {
    String authority = server.getHost() + ":" + server.getPort();
    assertTrue(String.valueOf(error.getMessage()).contains(authority), error.getMessage());
  }
}
