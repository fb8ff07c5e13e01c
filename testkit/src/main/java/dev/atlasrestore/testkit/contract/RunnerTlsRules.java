package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.FakeTls;
import java.util.List;

/** Rule 17 of runners: nothing is said to a server that cannot prove who it is. */
abstract class RunnerTlsRules extends RunnerExchangeRules {

  RunnerTlsRules() {}

  @RuleTest(value = "RUN-17", on = Kinds.TRUSTING)
  void run17_aServerThatProvesItselfIsAsked(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, FakeServer.start(request -> OK, FakeTls.trusted()))) {
      assertEquals("ok", ToyScene.text(scene.answer("/")));
    }
  }

  @RuleTest(value = "RUN-17", on = Kinds.TRUSTING)
  void run17_aCertificateOfAnotherHostOrAgeOrMakerIsRefused(ClientKind kind) throws Exception {
    for (FakeTls tls : List.of(FakeTls.wrongHost(), FakeTls.expired(), FakeTls.selfSigned())) {
      assertRefused(kind, tls);
    }
  }

  @RuleTest("RUN-17")
  void run17_whoWasNotToldToTrustAnAuthorityDoesNot(ClientKind kind) throws Exception {
    assertRefused(kind, FakeTls.trusted());
  }

  private void assertRefused(ClientKind kind, FakeTls tls) throws Exception {
    try (ToyScene scene = scene(kind, FakeServer.start(request -> OK, tls))) {
      TransportFailure failure = scene.failure("/");
      assertEquals(TransportFailure.Kind.TLS, failure.kind(), tls + ": " + failure);
      assertEquals(TransportFailure.Fate.NOT_SENT, failure.fate(), tls.toString());
      assertEquals(List.of(), scene.targets(), tls.toString());
      assertTrue(scene.server().connections() > 0, "it has not even looked");
    }
  }
}
