package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.Link;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules 9 to 11: how documents are decoded, and which are errors. */
interface PortDocumentRules {

  @Rule(
      id = "9",
      text =
          "A body is decoded as UTF-8, with or without a byte order mark, for any charset label.")
  default void byteOrderMarkAndCharsetLabelAreIgnored(PortFixtures fixtures) throws Exception {
    RestoreJob job = PortFixture.JOB.toBuilder().clusterName("Clüster € 😀").build();
    String json = RestoreJobFixtures.json(job);
    try (PortFixture fixture = fixtures.open()) {
      for (String label :
          List.of(
              "application/json;charset=ISO-8859-1", "application/json; charset=x", "text/plain")) {
        for (String body : List.of(json, "\uFEFF" + json, " \r\n\t" + json + "\n")) {
          fixture
              .atlas()
              .script(PortFixture.REF, Reply.status(200).header("Content-Type", label).body(body));
          fixture.assertReads(job);
        }
      }
    }
  }

  @Rule(
      id = "9",
      text =
          "A body that is not exactly one readable JSON object is a `DecodingException`, and is"
              + " not retried.")
  default void bodyThatIsNotOneDocumentIsADecodingError(PortFixtures fixtures) throws Exception {
    String json = RestoreJobFixtures.json(PortFixture.JOB);
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
                "\\{", "{\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + ","));
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (String body : bodies) {
        fixture.atlas().script(PortFixture.REF, Reply.json(body));
        DecodingException error = fixture.failure(DecodingException.class);
        assertEquals(200, error.status().orElse(0));
        fixture.assertRequests(1, body.substring(0, Math.min(40, body.length())));
      }
    }
  }

  @Rule(id = "10", text = "Every kind of job is decoded, with unknown values kept.")
  default void everyKindOfJobIsDecoded(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      for (Map.Entry<String, RestoreJob> shape : RestoreJobFixtures.all().entrySet()) {
        fixture.atlas().put(PortFixture.REF, shape.getValue());
        assertEquals(shape.getValue(), fixture.port().get(PortFixture.REF), shape.getKey());
      }
    }
  }

  @Rule(id = "10", text = "Nulls, unknown members, escapes and envelopes are decoded.")
  default void everySpellingOfAJobIsDecoded(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      for (RestoreJobSpellings.Spelling spelling : RestoreJobSpellings.all()) {
        fixture.atlas().putJson(PortFixture.REF, spelling.json());
        assertEquals(spelling.means(), fixture.port().get(PortFixture.REF), spelling.name());
      }
    }
  }

  @Rule(
      id = "11",
      text =
          "A wrong type of `id`, `groupId`, `created` or `statusName` is a `DecodingException` that"
              + " names the member.")
  default void wrongTypeOfARequiredMemberIsADecodingError(PortFixtures fixtures) throws Exception {
    String json = RestoreJobFixtures.json(PortFixture.JOB);
    List<Change> changes =
        List.of(
            new Change("id", "\"id\":\"" + PortFixture.JOB.id() + "\"", "\"id\":7"),
            new Change(
                "groupId", "\"groupId\":\"" + PortFixture.JOB.groupId() + "\"", "\"groupId\":[]"),
            new Change("created", "\"2026-03-09T23:11:25Z\"", "\"2026-02-30T23:11:25Z\""),
            new Change("created", "\"2026-03-09T23:11:25Z\"", "\"yesterday\""),
            new Change("created", "\"2026-03-09T23:11:25Z\"", "1773097885"),
            new Change("statusName", "\"statusName\":\"FINISHED\"", "\"statusName\":null"),
            new Change("statusName", "\"statusName\":\"FINISHED\"", "\"statusName\":true"));
    try (PortFixture fixture = fixtures.open()) {
      for (Change change : changes) {
        fixture.atlas().script(PortFixture.REF, Reply.json(change.applyTo(json)));
        Optional<String> member = fixture.failure(DecodingException.class).member();
        assertEquals(Optional.of(change.path), member, change.replacement);
      }
    }
  }

  @Rule(
      id = "11",
      text =
          "An unreadable optional member is absent, and `RestoreJob.unreadable()` has exactly its"
              + " path.")
  default void unreadableOptionalMemberIsAbsentAndListed(PortFixtures fixtures) throws Exception {
    RestoreJob job = PortFixture.JOB;
    String json = RestoreJobFixtures.json(job);
    Delivery delivery = job.delivery().orElseThrow();
    RestoreJob withoutTimestamp = job.toBuilder().timestamp(null).build();
    Link link = job.links().get(0);
    Map<Change, RestoreJob> readable = new LinkedHashMap<>();
    readable.put(
        new Change("pointInTime", "\"pointInTime\":false", "\"pointInTime\":\"no\""),
        job.toBuilder().pointInTime(null).build());
    readable.put(
        new Change("clusterName", quoted(job.clusterName().orElseThrow()), "7"),
        job.toBuilder().clusterName(null).build());
    for (String increment : List.of("4294967296", "-1", "\"x\"", "9".repeat(500_000))) {
      readable.put(
          new Change("timestamp.increment", "\"increment\":1", "\"increment\":" + increment),
          withoutTimestamp);
    }
    readable.put(
        new Change("delivery.expires", "\"2026-03-10T00:11:25Z\"", "\"\""),
        job.toBuilder().delivery(delivery.toBuilder().expires(null).build()).build());
    readable.put(
        new Change("delivery.maxDownloads", "\"maxDownloads\":1", "\"maxDownloads\":1.9"),
        job.toBuilder().delivery(delivery.toBuilder().maxDownloads(null).build()).build());
    readable.put(
        new Change(
            "delivery.expirationHours",
            "\"expirationHours\":1",
            "\"expirationHours\":9223372036854775808"),
        job.toBuilder().delivery(delivery.toBuilder().expirationHours(null).build()).build());
    readable.put(
        new Change("links[0].href", quoted(link.href().orElseThrow()), "5"),
        job.toBuilder().links(List.of(new Link(link.rel(), Optional.empty()))).build());
    try (PortFixture fixture = fixtures.open()) {
      for (Map.Entry<Change, RestoreJob> each : readable.entrySet()) {
        Change change = each.getKey();
        fixture.atlas().script(PortFixture.REF, Reply.json(change.applyTo(json)));
        RestoreJob expected = each.getValue().toBuilder().unreadable(List.of(change.path)).build();
        assertEquals(expected, fixture.port().get(PortFixture.REF), change.path);
      }
    }
  }

  @Rule(id = "11", text = "Whole numbers of 64 bits are decoded, as numbers and as text.")
  default void numberIsDecodedFromANumberOrText(PortFixtures fixtures) throws Exception {
    String json = RestoreJobFixtures.json(PortFixture.JOB);
    Map<String, Long> numbers = Map.of("2147483648", 2_147_483_648L, "\"12\"", 12L);
    try (PortFixture fixture = fixtures.open()) {
      for (Map.Entry<String, Long> number : numbers.entrySet()) {
        Change change =
            new Change(
                "delivery.maxDownloads",
                "\"maxDownloads\":1",
                "\"maxDownloads\":" + number.getKey());
        fixture.atlas().script(PortFixture.REF, Reply.json(change.applyTo(json)));
        RestoreJob job = fixture.port().get(PortFixture.REF);
        assertEquals(
            Optional.of(number.getValue()),
            job.delivery().flatMap(Delivery::maxDownloads),
            number.getKey());
        assertEquals(List.of(), job.unreadable(), number.getKey());
      }
    }
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /**
   * A change of the JSON of a job.
   *
   * @param path the path of the changed member
   * @param original the text to replace
   * @param replacement the new text
   */
  record Change(String path, String original, String replacement) {

    String applyTo(String json) {
      assertTrue(json.contains(original), original);
      return json.replace(original, replacement);
    }
  }
}
