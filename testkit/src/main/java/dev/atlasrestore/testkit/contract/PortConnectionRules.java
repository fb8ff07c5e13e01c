package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** Situations 1 to 4: there is no connection, or none that lasts, or none that is safe. */
abstract class PortConnectionRules extends PortRules {

  private static final String ONCE = "4.once";
  private static final Duration ONE_HANDSHAKE = Duration.ofSeconds(1);
  private static final Duration ONE_EXCHANGE = Duration.ofMillis(200);
  private static final Duration WHOLE_CALL = Duration.ofMillis(350);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(30);

  PortConnectionRules() {}

  @RuleTest("1")
  void s01_aConnectionThatBreaksIsTriedAgain(ClientKind kind) throws Exception {
    assertTriedAgain(kind, Reply.drop());
    assertTriedAgain(kind, Hostile.reset());
  }

  @RuleTest("1.head")
  void s01_aConnectionThatBreaksInTheHeadIsTriedAgain(ClientKind kind) throws Exception {
    assertTriedAgain(kind, Hostile.closeInHead());
  }

  private void assertTriedAgain(ClientKind kind, Reply broken) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      scene.atlas().script(PortScene.REF, broken);
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(2, broken.toString());
      scene.atlas().always(broken);
      TransportException error = scene.refused(TransportException.class);
      assertEquals(TransportFailure.Fate.UNKNOWN, error.failure().fate());
      assertEquals(3, error.attempts(), broken.toString());
      assertNamesTheServer(error, scene.atlas().baseUri());
      int requests = scene.atlas().requests().size();
      assertTrue(requests >= 3 && requests <= 6, broken + ": " + requests + " requests");
    }
  }

  @RuleTest("1")
  void s01_aRefusedConnectionIsTriedAgain(ClientKind kind) throws Exception {
    try (Socket deaf = RunnerExchangeRules.deaf()) {
      URI nobody = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/api/atlas/v1.0");
      try (PortScene scene = scene(kind, at(nobody))) {
        TransportException error = scene.refused(TransportException.class);
        assertEquals(TransportFailure.Kind.REFUSED, error.failure().kind());
        assertEquals(3, error.attempts());
        assertNamesTheServer(error, nobody);
      }
    }
  }

  @RuleTest("1")
  void s01_aPooledConnectionThatWasClosedMeanwhileCostsNoCall(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (int i = 0; i < 5; i++) {
        scene.atlas().script(PortScene.REF, Reply.thenClose(Reply.unscripted()));
        scene.assertReads(PortScene.JOB);
        scene.assertReads(PortScene.JOB);
        scene.atlas().dropConnections();
      }
      scene.assertReads(PortScene.JOB);
      int requests = scene.atlas().requests().size();
      assertTrue(requests <= 2 * 11, "11 calls took " + requests + " requests");
    }
  }

  @RuleTest("2")
  void s02_anUnknownHostIsNotTriedAgain(ClientKind kind) throws Exception {
    URI unknown = URI.create("http://no-such-host.invalid:8080/api/public/v1.0");
    try (PortScene scene = scene(kind, config -> at(unknown).apply(config).withPlainHttp(true))) {
      TransportException error = scene.refused(TransportException.class);
      assertEquals(TransportFailure.Kind.UNKNOWN_HOST, error.failure().kind());
      assertEquals(1, error.attempts());
      assertNamesTheServer(error, unknown);
    }
  }

  @RuleTest("3")
  void s03_whatIsNeverAnsweredEndsInTime(ClientKind kind) throws Exception {
    assertEndsInTime(kind, FakeAtlas.builder(), Hostile.stall());
  }

  @RuleTest("3.body")
  void s03_aBodyThatDripsEndsInTime(ClientKind kind) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortScene.JOB));
    assertEndsInTime(kind, FakeAtlas.builder(), Hostile.dripBody(BETWEEN_BYTES, job));
  }

  @RuleTest("3.head")
  void s03_aHeadThatDripsEndsInTime(ClientKind kind) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortScene.JOB));
    assertEndsInTime(kind, FakeAtlas.builder(), Hostile.drip(BETWEEN_BYTES, job));
  }

  @RuleTest("3.handshake")
  void s03_aHandshakeThatHangsEndsInTime(ClientKind kind) throws Exception {
    assertEndsInTime(kind, FakeAtlas.builder().tls(FakeTls.hanging()), Reply.unscripted());
  }

  @RuleTest("3.connecting")
  void s03_aConnectionThatIsNeverMadeEndsInTime(ClientKind kind) throws Exception {
    assertEndsInTime(kind, FakeAtlas.builder().fullBacklog(), Reply.unscripted());
  }

  private void assertEndsInTime(ClientKind kind, FakeAtlas.Builder builder, Reply reply)
      throws Exception {
    Timeouts small =
        Timeouts.defaults()
            .withConnect(ONE_HANDSHAKE)
            .withResponse(ONE_EXCHANGE)
            .withCall(WHOLE_CALL);
    try (PortScene scene = sceneWhereItCanBe(kind, builder, c -> c.withTimeouts(small))) {
      scene.atlas().always(reply);
      long began = System.nanoTime();
      TransportException error = scene.refused(TransportException.class);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertEquals(TransportFailure.Kind.TIMEOUT, error.failure().kind(), error.toString());
      assertTrue(took.compareTo(WHOLE_CALL.plus(grace())) <= 0, "it ended late, after " + took);
      assertNamesTheServer(error, scene.atlas().baseUri());
      scene.atlas().acceptConnections();
      assertTrue(
          scene.atlas().awaitNoConnections(patience()), "a connection was kept for another call");
    }
  }

  private PortScene sceneWhereItCanBe(
      ClientKind kind, FakeAtlas.Builder builder, UnaryOperator<AtlasConfig> changed) {
    try {
      return scene(kind, builder, changed);
    } catch (UnsupportedOperationException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  @RuleTest("4")
  void s04_aServerThatCannotProveItselfIsNotTriedAgain(ClientKind kind) throws Exception {
    for (FakeTls tls : List.of(FakeTls.trusted(), FakeTls.missing())) {
      assertNotTriedAgain(kind, tls, TransportFailure.Kind.TLS);
    }
  }

  @RuleTest(ONCE)
  void s04_aServerThatCannotProveItselfSeesOneConnection(ClientKind kind) throws Exception {
    FakeAtlas.Builder unproven = FakeAtlas.builder().tls(FakeTls.missing());
    try (PortScene scene = scene(kind, unproven, config -> config)) {
      scene.refused(TransportException.class);
      assertEquals(1, scene.atlas().connections());
    }
  }

  /** A client that connects by itself once more has said so; the rest still holds for it. */
  private boolean connectsOnce(ClientKind kind) {
    return traits().reasonAgainst(ONCE, kind).isEmpty();
  }

  @RuleTest(value = "4", on = Kinds.TRUSTING)
  void s04_aCertificateOfAnotherHostIsNotTriedAgain(ClientKind kind) throws Exception {
    assertNotTriedAgain(kind, FakeTls.wrongHost(), TransportFailure.Kind.TLS);
    assertNotTriedAgain(kind, FakeTls.expired(), TransportFailure.Kind.TLS);
    try (PortScene scene =
        scene(kind, FakeAtlas.builder().tls(FakeTls.trusted()), config -> config)) {
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(2, "over a safe connection");
    }
  }

  @RuleTest("4.plain")
  void s04_tlsOnAPlainPortIsNotHttp(ClientKind kind) throws Exception {
    assertNotTriedAgain(kind, FakeTls.unexpected(), TransportFailure.Kind.MALFORMED);
  }

  private void assertNotTriedAgain(ClientKind kind, FakeTls tls, TransportFailure.Kind expected)
      throws Exception {
    try (PortScene scene = scene(kind, FakeAtlas.builder().tls(tls), config -> config)) {
      TransportException error = scene.refused(TransportException.class);
      assertEquals(expected, error.failure().kind(), tls + ": " + error);
      assertEquals(1, error.attempts(), tls.toString());
      if (connectsOnce(kind)) {
        assertEquals(1, scene.atlas().connections(), tls.toString());
      }
      assertEquals(List.of(), scene.atlas().requests(), tls.toString());
      assertNamesTheServer(error, scene.atlas().baseUri());
    }
  }

  private static UnaryOperator<AtlasConfig> at(URI base) {
    return config -> AtlasConfig.of(base, config.key()).withRetry(config.retry());
  }

  private static void assertNamesTheServer(TransportException error, URI server) {
    String place = server.getHost() + ":" + server.getPort();
    assertTrue(String.valueOf(error.getMessage()).contains(place), error.getMessage());
  }
}
