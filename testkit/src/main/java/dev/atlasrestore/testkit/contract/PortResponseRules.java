package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.util.List;
import java.util.OptionalInt;

/** The rules 5 to 8 and 12: responses that are incomplete, invalid, too large or redirects. */
interface PortResponseRules {

  @Rule(id = "5", text = "An incomplete body is never decoded; the attempt is repeated.")
  default void brokenBodyIsRetriedAndNeverRead(PortFixtures fixtures) throws Exception {
    String json = RestoreJobFixtures.json(PortFixture.JOB);
    Reply cutAfterTheJob =
        Hostile.raw(
            "HTTP/1.1 200 OK\r\nContent-Length: " + (json.length() + 1) + "\r\n\r\n" + json);
    try (PortFixture fixture = fixtures.open()) {
      for (Reply broken :
          List.of(
              Hostile.truncated(),
              Hostile.badChunk(),
              Hostile.missingLastChunk(),
              cutAfterTheJob)) {
        fixture.warm();
        fixture.atlas().script(PortFixture.REF, broken);
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(2, broken.toString());
        fixture.atlas().script(PortFixture.REF, broken, broken, broken);
        TransportException error = fixture.failure(TransportException.class);
        assertEquals(3, error.attempts());
        assertTrue(error.getMessage().contains("127.0.0.1:"), error.getMessage());
        fixture.assertRequests(3, broken.toString());
      }
    }
  }

  @Rule(id = "5.kind", text = "The failure of an incomplete body has the kind `TRUNCATED`.")
  default void brokenBodyHasTheKindTruncated(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      for (Reply broken :
          List.of(Hostile.truncated(), Hostile.badChunk(), Hostile.missingLastChunk())) {
        fixture.atlas().script(PortFixture.REF, broken, broken, broken);
        TransportException error = fixture.failure(TransportException.class);
        assertEquals(TransportFailure.Kind.TRUNCATED, error.failure().kind());
      }
    }
  }

  @Rule(
      id = "6",
      text =
          "A response that is not HTTP is a failure of the kind `MALFORMED`, and is not retried.")
  default void responseThatIsNotHttpIsMalformed(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, Hostile.garbage().beforeDigest());
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Kind.MALFORMED, error.failure().kind());
      fixture.assertRequests(1, "garbage");
    }
  }

  @Rule(id = "6", text = "A response with an impossible status is an error.")
  default void impossibleStatusIsAnError(PortFixtures fixtures) throws Exception {
    Reply impossible = Hostile.impossibleStatus(RestoreJobFixtures.json(PortFixture.JOB));
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, impossible, impossible, impossible);
      fixture.failure(AtlasException.class);
    }
  }

  @Rule(id = "6", text = "All 1xx responses before the final response are skipped.")
  default void informationalResponsesAreSkipped(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture
          .atlas()
          .script(
              PortFixture.REF,
              Reply.informational(Reply.unscripted(), 103),
              Reply.informational(Reply.unscripted(), 100, 103, 103));
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(2, "1xx responses");
    }
  }

  @Rule(
      id = "6.unasked",
      text = "A response without a request is never the response to another request.")
  default void unsolicitedResponseIsNeverUsed(PortFixtures fixtures) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortFixture.JOB));
    ResponseReply otherJob = Reply.json(RestoreJobFixtures.json(RestoreJobFixtures.broken()));
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (Reply first :
          List.of(
              Hostile.pipelined(job, otherJob),
              Hostile.extraBytes(job, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{"))) {
        fixture.atlas().script(PortFixture.REF, first);
        for (int i = 0; i < 3; i++) {
          fixture.assertReads(PortFixture.JOB);
        }
      }
    }
  }

  @Rule(
      id = "7",
      text =
          "A 2xx response without a job is a `DecodingException` with its status and without its"
              + " body.")
  default void successWithoutAJobIsADecodingError(PortFixtures fixtures) throws Exception {
    Reply loginPage =
        Reply.status(200).header("Content-Type", "text/html").body("<html>Log in, s3cr3t</html>");
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (Reply reply : List.of(loginPage, Reply.status(200), Reply.status(204))) {
        fixture.atlas().script(PortFixture.REF, reply);
        OptionalInt status = fixture.failure(DecodingException.class).status();
        assertEquals(OptionalInt.of(reply.toString().startsWith("204") ? 204 : 200), status);
        fixture.assertRequests(1, reply.toString());
      }
    }
  }

  @Rule(
      id = "8",
      text = "An endless body is a failure of the kind `TOO_LARGE`, and is not retried.")
  default void endlessBodyIsTooLarge(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, Hostile.endlessBody().beforeDigest());
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Kind.TOO_LARGE, error.failure().kind());
      fixture.assertRequests(1, "an endless body");
    }
  }

  @Rule(id = "8", text = "A document over the size limit is a failure of the kind `TOO_LARGE`.")
  default void documentOverTheLimitIsTooLarge(PortFixtures fixtures) throws Exception {
    String start = RestoreJobFixtures.json(PortFixture.JOB).replaceFirst("}$", ",\"more\":\"");
    Reply huge = Reply.json(start + "x".repeat(5_000_000) + "\"}");
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, huge);
      TransportException error = fixture.failure(TransportException.class);
      assertEquals(TransportFailure.Kind.TOO_LARGE, error.failure().kind());
    }
  }

  @Rule(
      id = "8.head",
      text =
          "A response head of 10 MB is a `TransportException` that does not suggest a larger limit"
              + " for bodies.")
  default void hugeHeadIsAFailure(PortFixtures fixtures) throws Exception {
    Reply huge = Hostile.hugeHeaders(10_000_000);
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, huge, huge, huge);
      String message = fixture.failure(TransportException.class).getMessage();
      assertFalse(message.contains("withMaxBodyBytes"), message);
    }
  }

  @Rule(id = "8", text = "A body in a compression that was not requested is not inflated.")
  default void unrequestedCompressionIsNotInflated(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, Hostile.gzipBomb(20).beforeDigest());
      assertThrows(AtlasException.class, () -> fixture.port().get(PortFixture.REF));
      fixture.assertRequests(1, "a compressed body");
      fixture.assertReads(PortFixture.JOB);
    }
  }

  @Rule(id = "8", text = "Requests have no `Accept-Encoding`.")
  default void compressionIsNotRequested(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.assertReads(PortFixture.JOB);
      for (SeenRequest request : fixture.atlas().requests()) {
        assertEquals(List.of(), request.headers("Accept-Encoding"));
      }
    }
  }

  @Rule(
      id = "12",
      text =
          "A redirect is an `ApiException` that names the target without its query, and is never"
              + " followed.")
  default void redirectIsNotFollowed(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open();
        FakeAtlas elsewhere = FakeAtlas.start()) {
      fixture.warm();
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String location :
            List.of(
                fixture.atlas().path(PortFixture.REF),
                elsewhere.baseUri() + "/login",
                "http://localhost:" + elsewhere.baseUri().getPort() + "/login",
                "https://127.0.0.1:" + elsewhere.baseUri().getPort() + "/login")) {
          fixture
              .atlas()
              .script(PortFixture.REF, Reply.redirect(status, location + "?token=s3cr3t"));
          ApiException error =
              assertThrows(ApiException.class, () -> fixture.port().get(PortFixture.REF));
          assertEquals(status, error.status());
          assertTrue(error.getMessage().contains(location), error.getMessage());
          assertFalse(error.getMessage().contains("s3cr3t"), error.getMessage());
          fixture.assertRequests(1, "a redirect");
        }
      }
      assertEquals(0, elsewhere.connections());
    }
  }
}
