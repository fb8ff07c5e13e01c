package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Situations 9 to 11: documents that are read as what they say, or refused by name. */
abstract class PortDocumentRules extends PortAnswerRules {

  PortDocumentRules() {}

  @RuleTest("9")
  void s09_aByteOrderMarkAndAnyCharsetLabelAreTolerated(ClientKind kind) throws Exception {
    RestoreJob job = PortScene.JOB.toBuilder().clusterName("Clüster € 😀").build();
    String json = RestoreJobFixtures.json(job);
    try (PortScene scene = scene(kind)) {
      for (String label :
          List.of(
              "application/json;charset=ISO-8859-1", "application/json; charset=x", "text/plain")) {
        for (String body : List.of(json, "\uFEFF" + json, " \r\n\t" + json + "\n")) {
          scene
              .atlas()
              .script(PortScene.REF, Reply.status(200).header("Content-Type", label).body(body));
          scene.assertReads(job);
        }
      }
    }
  }

  @RuleTest("9")
  void s09_whatIsNoSingleDocumentIsADecodingError(ClientKind kind) throws Exception {
    String json = RestoreJobFixtures.json(PortScene.JOB);
    List<String> bodies =
        List.of(
            json.substring(0, json.length() / 2),
            json.substring(0, json.length() - 1),
            json + "x",
            json + json,
            json + "\n" + json,
            json.replaceFirst("\\{", "{\"id\":\"twice\","),
            "null",
            "[" + json + "]",
            "[]",
            "{}",
            "7",
            "\"s3cr3t\"",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            json.replaceFirst(
                "\\{", "{\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + ","),
            json.replaceFirst("\"increment\":1", "\"increment\":" + "9".repeat(500_000)));
    try (PortScene scene = scene(kind)) {
      for (String body : bodies) {
        scene.atlas().script(PortScene.REF, Reply.json(body));
        DecodingException error = scene.refused(DecodingException.class);
        assertEquals(200, error.status().orElse(0));
        scene.assertRequests(1, body.substring(0, Math.min(40, body.length())));
      }
    }
  }

  @RuleTest("10")
  void s10_everyShapeThatOccursIsRead(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      for (Map.Entry<String, RestoreJob> shape : RestoreJobFixtures.all().entrySet()) {
        scene.atlas().put(PortScene.REF, shape.getValue());
        assertEquals(shape.getValue(), scene.port().get(PortScene.REF), shape.getKey());
      }
    }
  }

  @RuleTest("10")
  void s10_whatOnlyJsonCanSayIsReadAsWhatItMeans(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      for (RestoreJobSpellings.Spelling spelling : RestoreJobSpellings.all()) {
        scene.atlas().putJson(PortScene.REF, spelling.json());
        assertEquals(spelling.means(), scene.port().get(PortScene.REF), spelling.name());
      }
    }
  }

  @RuleTest("11")
  void s11_aWrongTypeNamesTheMember(ClientKind kind) throws Exception {
    String json = RestoreJobFixtures.json(PortScene.JOB);
    List<Wrong> wrongs =
        List.of(
            new Wrong("id", "\"id\":\"" + PortScene.JOB.id() + "\"", "\"id\":7"),
            new Wrong("created", "\"2026-03-09T23:11:25Z\"", "\"2026-02-30T23:11:25Z\""),
            new Wrong("created", "\"2026-03-09T23:11:25Z\"", "\"yesterday\""),
            new Wrong("created", "\"2026-03-09T23:11:25Z\"", "1773097885"),
            new Wrong("pointInTime", "\"pointInTime\":false", "\"pointInTime\":\"no\""),
            new Wrong("timestamp.increment", "\"increment\":1", "\"increment\":4294967296"),
            new Wrong("timestamp.increment", "\"increment\":1", "\"increment\":-1"),
            new Wrong("timestamp.increment", "\"increment\":1", "\"increment\":\"x\""),
            new Wrong("delivery.maxDownloads", "\"maxDownloads\":1", "\"maxDownloads\":1.9"),
            new Wrong("delivery.maxDownloads", "\"maxDownloads\":1", "\"maxDownloads\":\"12\""),
            new Wrong(
                "delivery.expirationHours",
                "\"expirationHours\":1",
                "\"expirationHours\":9223372036854775808"),
            new Wrong("statusName", "\"statusName\":\"FINISHED\"", "\"statusName\":null"),
            new Wrong("statusName", "\"statusName\":\"FINISHED\"", "\"statusName\":true"));
    try (PortScene scene = scene(kind)) {
      for (Wrong wrong : wrongs) {
        scene.atlas().script(PortScene.REF, Reply.json(json.replace(wrong.right, wrong.wrong)));
        Optional<String> named = scene.refused(DecodingException.class).member();
        assertEquals(Optional.of(wrong.member), named, wrong.wrong);
      }
      scene
          .atlas()
          .script(
              PortScene.REF,
              Reply.json(json.replace("\"maxDownloads\":1", "\"maxDownloads\":2147483648")));
      assertEquals(
          Optional.of(2_147_483_648L),
          scene.port().get(PortScene.REF).delivery().flatMap(d -> d.maxDownloads()));
    }
  }

  private record Wrong(String member, String right, String wrong) {}
}
