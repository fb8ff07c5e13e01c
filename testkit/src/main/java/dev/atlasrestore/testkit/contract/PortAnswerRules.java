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

/** Situations 5 to 8 and 12: what comes back is broken, strange, too large, or points elsewhere. */
abstract class PortAnswerRules extends PortConnectionRules {

  PortAnswerRules() {}

  @RuleTest("5")
  void s05_aBrokenBodyIsRepeatedAndNeverHalfRead(ClientKind kind) throws Exception {
    String json = RestoreJobFixtures.json(PortScene.JOB);
    Reply cutBehindTheJob =
        Hostile.raw(
            "HTTP/1.1 200 OK\r\nContent-Length: " + (json.length() + 1) + "\r\n\r\n" + json);
    try (PortScene scene = scene(kind)) {
      for (Reply broken :
          List.of(
              Hostile.truncated(),
              Hostile.badChunk(),
              Hostile.missingLastChunk(),
              cutBehindTheJob)) {
        scene.warm();
        scene.atlas().script(PortScene.REF, broken);
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(2, broken.toString());
        scene.atlas().script(PortScene.REF, broken, broken, broken);
        TransportException error = scene.refused(TransportException.class);
        assertEquals(3, error.attempts());
        assertTrue(error.getMessage().contains("127.0.0.1:"), error.getMessage());
        scene.assertRequests(3, broken.toString());
      }
    }
  }

  @RuleTest("5.kind")
  void s05_aBrokenBodyIsCalledTruncated(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      for (Reply broken :
          List.of(Hostile.truncated(), Hostile.badChunk(), Hostile.missingLastChunk())) {
        scene.atlas().script(PortScene.REF, broken, broken, broken);
        TransportException error = scene.refused(TransportException.class);
        assertEquals(TransportFailure.Kind.TRUNCATED, error.failure().kind());
      }
    }
  }

  @RuleTest("6")
  void s06_whatIsNotHttpIsAProtocolError(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, Hostile.garbage());
      TransportException error = scene.refused(TransportException.class);
      assertEquals(TransportFailure.Kind.MALFORMED, error.failure().kind());
      scene.assertRequests(1, "garbage");
    }
  }

  @RuleTest("6")
  void s06_anImpossibleStatusIsAnError(ClientKind kind) throws Exception {
    Reply impossible = Hostile.impossibleStatus(RestoreJobFixtures.json(PortScene.JOB));
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, impossible, impossible, impossible);
      scene.refused(AtlasException.class);
    }
  }

  @RuleTest("6")
  void s06_informationalAnswersAreSkipped(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene
          .atlas()
          .script(
              PortScene.REF,
              Reply.informational(Reply.unscripted(), 103),
              Reply.informational(Reply.unscripted(), 100, 103, 103));
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(2, "informational answers");
    }
  }

  @RuleTest("6.unasked")
  void s06_anAnswerThatNobodyAskedForIsNobodysAnswer(ClientKind kind) throws Exception {
    ResponseReply job = Reply.json(RestoreJobFixtures.json(PortScene.JOB));
    ResponseReply foreign = Reply.json(RestoreJobFixtures.json(RestoreJobFixtures.broken()));
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (Reply first :
          List.of(
              Hostile.pipelined(job, foreign),
              Hostile.extraBytes(job, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{"))) {
        scene.atlas().script(PortScene.REF, first);
        for (int i = 0; i < 3; i++) {
          scene.assertReads(PortScene.JOB);
        }
      }
    }
  }

  @RuleTest("7")
  void s07_aGoodStatusWithoutAJobIsADecodingError(ClientKind kind) throws Exception {
    Reply loginPage =
        Reply.status(200)
            .header("Content-Type", "text/html")
            .body("<html>Please log in, s3cr3t</html>");
    try (PortScene scene = scene(kind)) {
      for (Reply reply : List.of(loginPage, Reply.status(200), Reply.status(204))) {
        scene.atlas().script(PortScene.REF, reply);
        OptionalInt status = scene.refused(DecodingException.class).status();
        assertEquals(OptionalInt.of(reply.toString().startsWith("204") ? 204 : 200), status);
        scene.assertRequests(1, reply.toString());
      }
    }
  }

  @RuleTest("8")
  void s08_aBodyWithoutEndIsCutOff(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, Hostile.endlessBody());
      TransportException error = scene.refused(TransportException.class);
      assertEquals(TransportFailure.Kind.TOO_LARGE, error.failure().kind());
      scene.assertRequests(1, "an endless body");
    }
  }

  @RuleTest("8")
  void s08_aDocumentOverTheCapIsCutOff(ClientKind kind) throws Exception {
    String start = RestoreJobFixtures.json(PortScene.JOB).replaceFirst("}$", ",\"more\":\"");
    Reply huge = Reply.json(start + "x".repeat(5_000_000) + "\"}");
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, huge);
      TransportException error = scene.refused(TransportException.class);
      assertEquals(TransportFailure.Kind.TOO_LARGE, error.failure().kind());
    }
  }

  @RuleTest("8.head")
  void s08_aHugeHeadIsNoAnswer(ClientKind kind) throws Exception {
    Reply huge = Hostile.hugeHeaders(10_000_000);
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, huge, huge, huge);
      scene.refused(TransportException.class);
    }
  }

  @RuleTest("8")
  void s08_aBombIsNotOpened(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, Hostile.gzipBomb(20));
      assertThrows(AtlasException.class, () -> scene.port().get(PortScene.REF));
      scene.assertRequests(1, "a bomb");
      scene.assertReads(PortScene.JOB);
    }
  }

  @RuleTest("8")
  void s08_compressionIsNotAskedFor(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.assertReads(PortScene.JOB);
      for (SeenRequest request : scene.atlas().requests()) {
        assertEquals(List.of(), request.headers("Accept-Encoding"));
      }
    }
  }

  @RuleTest("12")
  void s12_redirectsAreNotFollowed(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind);
        FakeAtlas elsewhere = FakeAtlas.start()) {
      scene.warm();
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String place :
            List.of(
                scene.atlas().path(PortScene.REF),
                elsewhere.baseUri() + "/login",
                "http://localhost:" + elsewhere.baseUri().getPort() + "/login",
                "https://127.0.0.1:" + elsewhere.baseUri().getPort() + "/login")) {
          scene.atlas().script(PortScene.REF, Reply.redirect(status, place + "?token=s3cr3t"));
          ApiException error =
              assertThrows(ApiException.class, () -> scene.port().get(PortScene.REF));
          assertEquals(status, error.status());
          assertTrue(error.getMessage().contains(place), error.getMessage());
          assertFalse(error.getMessage().contains("s3cr3t"), error.getMessage());
          scene.assertRequests(1, "a redirect");
        }
      }
      assertEquals(0, elsewhere.connections());
    }
  }
}
