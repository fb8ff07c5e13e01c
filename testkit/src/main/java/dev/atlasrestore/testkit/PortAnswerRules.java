package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules 5 to 12: what comes back is broken, strange, or points elsewhere. */
abstract class PortAnswerRules extends PortScenes {

  PortAnswerRules() {}

  @TestFactory
  Stream<DynamicTest> s05_aBrokenBodyIsRepeatedAndNeverHalfRead() {
    return rule(
        "5",
        (port, atlas) -> {
          for (Reply broken :
              List.of(Reply.truncated(), Reply.badChunk(), Reply.missingLastChunk())) {
            atlas.script(REF, broken);
            assertEquals(JOB, port.get(REF));
          }
          atlas.forgetRequests();
          atlas.script(REF, Reply.truncated(), Reply.truncated(), Reply.truncated());
          TransportException error = refused(TransportException.class, port);
          assertEquals(TransportFailure.Kind.TRUNCATED, error.failure().kind());
          assertEquals(3, error.attempts());
          assertEquals(3, atlas.requests().size());
          assertTrue(error.getMessage().contains("127.0.0.1:"), error.getMessage());
        });
  }

  @TestFactory
  Stream<DynamicTest> s06_whatIsNotHttpIsAProtocolError() {
    return rule(
        "6",
        (port, atlas) -> {
          atlas.script(REF, Reply.garbage(), Reply.garbage(), Reply.garbage());
          refused(TransportException.class, port);
        });
  }

  @TestFactory
  Stream<DynamicTest> s06_anImpossibleStatusIsAnError() {
    return rule(
        "6",
        (port, atlas) -> {
          String impossible = "HTTP/1.1 42 What\r\nContent-Length: 2\r\n\r\n{}";
          atlas.script(REF, Reply.raw(impossible), Reply.raw(impossible), Reply.raw(impossible));
          refused(AtlasException.class, port);
        });
  }

  @TestFactory
  Stream<DynamicTest> s06_informationalAnswersAreSkipped() {
    return rule(
        "6",
        (port, atlas) -> {
          atlas.script(
              REF,
              Reply.informational(Reply.honest(), 103),
              Reply.informational(Reply.honest(), 100, 103));
          assertEquals(JOB, port.get(REF));
          assertEquals(2, atlas.requests().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> s07_aGoodStatusWithoutAJobIsADecodingError() {
    return rule(
        "7",
        (port, atlas) -> {
          Map<Integer, Reply> replies =
              Map.of(
                  204, Reply.status(204),
                  200, Reply.status(200),
                  203,
                      Reply.status(203)
                          .header("Content-Type", "text/html")
                          .body("<html>Please log in, s3cr3t</html>"));
          for (Map.Entry<Integer, Reply> reply : replies.entrySet()) {
            atlas.script(REF, reply.getValue());
            assertEquals(
                OptionalInt.of(reply.getKey()), refused(DecodingException.class, port).status());
          }
          assertEquals(3, atlas.requests().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> s08_aHeadOrABodyWithoutEndIsCutOff() {
    return rule(
        "8",
        (port, atlas) -> {
          atlas.script(REF, Reply.endlessBody());
          TransportException error = refused(TransportException.class, port);
          assertEquals(TransportFailure.Kind.TOO_LARGE, error.failure().kind());
          assertEquals(1, atlas.requests().size());
          atlas.script(REF, Reply.endlessHead(), Reply.endlessHead(), Reply.endlessHead());
          refused(TransportException.class, port);
          assertTrue(
              atlas.requests().stream().allMatch(r -> r.headers("Accept-Encoding").isEmpty()));
        });
  }

  @TestFactory
  Stream<DynamicTest> s09_aByteOrderMarkAndAnyCharsetLabelAreTolerated() {
    return rule(
        "9",
        (port, atlas) -> {
          String json = RestoreJobFixtures.json(JOB.toBuilder().clusterName("Clüster €").build());
          atlas.script(
              REF,
              Reply.status(200)
                  .header("Content-Type", "application/json;charset=ISO-8859-1")
                  .body("\uFEFF" + json));
          assertEquals(Optional.of("Clüster €"), port.get(REF).clusterName());
        });
  }

  @TestFactory
  Stream<DynamicTest> s09_whatIsNoSingleDocumentIsADecodingError() {
    return rule(
        "9",
        (port, atlas) -> {
          String json = RestoreJobFixtures.json(JOB);
          List<String> bodies =
              List.of(
                  json.substring(0, json.length() / 2),
                  json + "x",
                  json + json,
                  json.replaceFirst("\\{", "{\"id\":\"twice\","),
                  "null",
                  "[" + json + "]",
                  "\"text\"",
                  "[".repeat(100_000),
                  "{\"a\":".repeat(100_000),
                  json.replaceFirst(
                      "\\{", "{\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + ","),
                  json.replaceFirst("\"increment\":1", "\"increment\":" + "9".repeat(500_000)));
          for (String body : bodies) {
            atlas.script(REF, Reply.json(body));
            refused(DecodingException.class, port);
          }
          assertEquals(bodies.size(), atlas.requests().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> s10_unknownMissingAndNullAreDecoded() {
    return rule(
        "10",
        (port, atlas) -> {
          Map<String, RestoreJob> bodies =
              Map.of(
                  RestoreJobFixtures.nullsJson(), RestoreJobFixtures.inProgress(),
                  RestoreJobFixtures.incrementAsTextJson(), RestoreJobFixtures.pointInTime(),
                  RestoreJobFixtures.json(RestoreJobFixtures.unknownValues()),
                      RestoreJobFixtures.unknownValues());
          for (Map.Entry<String, RestoreJob> body : bodies.entrySet()) {
            atlas.script(REF, Reply.json(body.getKey()));
            assertEquals(body.getValue(), port.get(REF));
          }
          atlas.script(REF, Reply.json(RestoreJobFixtures.unknownMembersJson()));
          RestoreJob job = port.get(REF);
          assertEquals(RestoreJobFixtures.inProgress(), job.toBuilder().links(List.of()).build());
        });
  }

  @TestFactory
  Stream<DynamicTest> s11_aWrongTypeNamesTheMember() {
    return rule(
        "11",
        (port, atlas) -> {
          String json = RestoreJobFixtures.json(JOB);
          Map<String, String> bodies =
              Map.of(
                  "id", json.replace("\"id\":\"" + JOB.id() + "\"", "\"id\":7"),
                  "created", json.replace("2026-03-09T23:11:25Z", "2026-02-30T23:11:25Z"),
                  "pointInTime", json.replace("\"pointInTime\":false", "\"pointInTime\":\"no\""),
                  "timestamp.increment",
                      json.replace("\"increment\":1", "\"increment\":4294967296"),
                  "delivery.maxDownloads",
                      json.replace("\"maxDownloads\":1", "\"maxDownloads\":1.9"),
                  "delivery.expirationHours",
                      json.replace(
                          "\"expirationHours\":1", "\"expirationHours\":9223372036854775808"),
                  "statusName", json.replace("\"statusName\":\"FINISHED\"", "\"statusName\":null"));
          for (Map.Entry<String, String> body : bodies.entrySet()) {
            atlas.script(REF, Reply.json(body.getValue()));
            assertEquals(
                Optional.of(body.getKey()), refused(DecodingException.class, port).member());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s12_redirectsAreNotFollowed() {
    return rule(
        "12",
        (port, atlas) -> {
          try (FakeAtlas elsewhere = FakeAtlas.start()) {
            warm(port, atlas);
            for (int status : List.of(301, 302, 303, 307, 308)) {
              String location = elsewhere.baseUri() + "/login?token=s3cr3t";
              atlas.script(REF, Reply.redirect(status, location));
              ApiException error = assertThrows(ApiException.class, () -> port.get(REF));
              assertAll(
                  () -> assertEquals(status, error.status()),
                  () ->
                      assertTrue(
                          error.getMessage().contains(elsewhere.baseUri() + "/login"),
                          error.getMessage()),
                  () -> assertFalse(error.getMessage().contains("s3cr3t"), error.getMessage()));
            }
            atlas.script(REF, Reply.redirect(302, FakeAtlas.path(REF)));
            assertEquals(302, refused(ApiException.class, port).status());
            assertEquals(6, atlas.requests().size());
            assertEquals(List.of(), elsewhere.requests());
          }
        });
  }
}
