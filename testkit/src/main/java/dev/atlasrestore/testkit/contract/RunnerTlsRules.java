package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.FakeTls;
import java.util.List;

/** The rule RUN-17: no request is sent to a server without a trusted certificate. */
interface RunnerTlsRules {

  @Rule(
      id = "RUN-17",
      text = "A server with a trusted certificate gets the request.",
      on = ClientKinds.TRUSTING)
  default void trustedCertificateIsAccepted(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture =
        fixtures.open(FakeServer.start(request -> RunnerFixture.OK, FakeTls.trusted()))) {
      assertEquals("ok", RunnerFixture.text(fixture.response("/")));
    }
  }

  @Rule(
      id = "RUN-17",
      text =
          "A certificate that names another host, has expired or is self-signed is rejected before"
              + " the request is sent.",
      on = ClientKinds.TRUSTING)
  default void invalidCertificateIsRejected(RunnerFixtures fixtures) throws Exception {
    for (FakeTls tls : List.of(FakeTls.wrongHost(), FakeTls.expired(), FakeTls.selfSigned())) {
      assertRefused(fixtures, tls);
    }
  }

  @Rule(
      id = "RUN-17",
      text = "A certificate of an unknown authority is rejected before the request is sent.")
  default void unknownAuthorityIsRejected(RunnerFixtures fixtures) throws Exception {
    assertRefused(fixtures, FakeTls.trusted());
  }

  private void assertRefused(RunnerFixtures fixtures, FakeTls tls) throws Exception {
    try (RunnerFixture fixture =
        fixtures.open(FakeServer.start(request -> RunnerFixture.OK, tls))) {
      TransportFailure failure = fixture.failure("/");
      assertEquals(TransportFailure.Kind.TLS, failure.kind(), tls + ": " + failure);
      assertEquals(TransportFailure.Fate.NOT_SENT, failure.fate(), tls.toString());
      assertEquals(List.of(), fixture.targets(), tls.toString());
      assertTrue(fixture.server().connections() > 0, "the runner did not connect");
    }
  }
}
