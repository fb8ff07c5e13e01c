package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.Link;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON documents of restore jobs in unusual forms, each with the job that a codec must return. */
public final class RestoreJobSpellings {

  private RestoreJobSpellings() {}

  /**
   * A document and its job.
   *
   * @param name what is unusual about the document
   * @param json the document
   * @param means the job that a codec must return for the document
   */
  public record Spelling(String name, String json, RestoreJob means) {}

  /** Returns all spellings. */
  public static List<Spelling> all() {
    return List.of(
        nulls(),
        nullsWithin(),
        missing(),
        unknownMembers(),
        emptyLinks(),
        incrementAsText(),
        halfATimestamp(),
        otherTimes(),
        escapes(),
        enveloped(),
        inTheEnvelopeMember(),
        pretty());
  }

  /** {@link RestoreJobFixtures#inProgress()} with an explicit null for each absent member. */
  public static Spelling nulls() {
    return inProgress(
        "nulls",
        """
        "batchId":null,"hostId":null,"snapshotId":null,"pointInTime":null,"encryptionEnabled":null,
        "masterKeyUUID":null,"deploymentJobId":null,"timestamp":null,"delivery":null,"hashes":null,
        "links":null,""");
  }

  /** {@link RestoreJobFixtures#inProgress()} with objects that contain nulls. */
  public static Spelling nullsWithin() {
    String nulls =
        """
        "timestamp":{"date":null,"increment":null},"hashes":[],"links":[],
        "delivery":{"methodName":"HTTP","statusName":"PENDING","expires":null,"expirationHours":null,
        "maxDownloads":null,"url":null,"urlV2":null,"authHeader":null,"authValue":null,
        "targetClusterId":null,"targetClusterName":null,"targetGroupId":null},""";
    RestoreJob means =
        RestoreJobFixtures.inProgress().toBuilder()
            .delivery(RestoreJobFixtures.withoutLink().delivery().orElseThrow())
            .build();
    return new Spelling("nulls within", inProgress("", nulls).json(), means);
  }

  /** {@link RestoreJobFixtures#inProgress()} without any absent member. */
  public static Spelling missing() {
    return inProgress("missing", "");
  }

  /**
   * {@link RestoreJobFixtures#inProgress()} with unknown members of every type. Some of them
   * contain members with known names.
   */
  public static Spelling unknownMembers() {
    return inProgress(
        "unknown members",
        """
        "newText":"x","newNumber":-1.5e300,"newInteger":12345678901234567890,"newTrue":true,
        "newFalse":false,"newNull":null,"newArray":[1,"2",null,{},[[]]],
        "newObject":{"id":"not the id","status":500,"deep":[[{"statusName":"BROKEN"}]]},""");
  }

  /** {@link RestoreJobFixtures#inProgress()} with an empty link. */
  public static Spelling emptyLinks() {
    RestoreJob means =
        RestoreJobFixtures.inProgress().toBuilder()
            .links(List.of(new Link(Optional.empty(), Optional.empty())))
            .build();
    return new Spelling("links:[{}]", inProgress("", "\"links\":[{}],").json(), means);
  }

  /** {@link RestoreJobFixtures#pointInTime()} with the increment as text. */
  public static Spelling incrementAsText() {
    RestoreJob job = RestoreJobFixtures.pointInTime();
    String json = RestoreJobFixtures.json(job).replace("\"increment\":0", "\"increment\":\"0\"");
    return new Spelling("increment as text", json, job);
  }

  /**
   * {@link RestoreJobFixtures#inProgress()} with a timestamp that lacks its increment. The
   * timestamp is absent, and {@link RestoreJob#unreadable()} has its path.
   */
  public static Spelling halfATimestamp() {
    String timestamp = "\"timestamp\":{\"date\":\"2026-03-09T20:00:00Z\"},";
    RestoreJob means =
        RestoreJobFixtures.inProgress().toBuilder().unreadable(List.of("timestamp")).build();
    return new Spelling("half a timestamp", inProgress("", timestamp).json(), means);
  }

  /** {@link RestoreJobFixtures#finished()} with a fraction of a second and with an offset. */
  public static Spelling otherTimes() {
    RestoreJob job = RestoreJobFixtures.finished();
    RestoreJob means = job.toBuilder().created(Instant.parse("2026-03-09T23:11:25.125Z")).build();
    String json =
        RestoreJobFixtures.json(job)
            .replace("\"2026-03-09T23:11:25Z\"", "\"2026-03-09T23:11:25.125Z\"")
            .replace("\"2026-03-10T00:11:25Z\"", "\"2026-03-10T02:11:25+02:00\"");
    return new Spelling("other times", json, means);
  }

  /** Names and values with unnecessary escapes. */
  public static Spelling escapes() {
    RestoreJob means =
        RestoreJobFixtures.inProgress().toBuilder().clusterName("a/\u20AC\uD83D\uDE00\n").build();
    String json =
        RestoreJobFixtures.json(RestoreJobFixtures.inProgress())
            .replace(
                "\"clusterName\":\"Cluster0\"",
                "\"cluster\\u004eame\":\"a\\/\\u20aC\\uD83D\\uDE00\\n\"");
    return new Spelling("escapes", json, means);
  }

  /** {@link RestoreJobFixtures#finished()} in an envelope. */
  public static Spelling enveloped() {
    RestoreJob job = RestoreJobFixtures.finished();
    return new Spelling(
        "enveloped", RestoreJobFixtures.envelopedJson(200, RestoreJobFixtures.json(job)), job);
  }

  /**
   * {@link RestoreJobFixtures#finished()} in an envelope with the members {@code envelope} and
   * {@code status}, in this order.
   */
  public static Spelling inTheEnvelopeMember() {
    RestoreJob job = RestoreJobFixtures.finished();
    String json = "{\"envelope\":" + RestoreJobFixtures.json(job) + ",\"status\":200}";
    return new Spelling("envelope member first", json, job);
  }

  /** {@link RestoreJobFixtures#finished()} with white space. */
  public static Spelling pretty() {
    RestoreJob job = RestoreJobFixtures.finished();
    return new Spelling("pretty", RestoreJobFixtures.prettyJson(RestoreJobFixtures.json(job)), job);
  }

  private static Spelling inProgress(String name, String moreMembers) {
    RestoreJob job = RestoreJobFixtures.inProgress();
    Map<String, String> members =
        Map.of(
            "id", job.id(),
            "groupId", job.groupId(),
            "created", job.created().toString(),
            "clusterId", job.clusterId().orElseThrow(),
            "clusterName", job.clusterName().orElseThrow());
    StringBuilder json = new StringBuilder("{").append(moreMembers);
    members.forEach((member, value) -> json.append('"' + member + "\":\"" + value + "\","));
    return new Spelling(name, json + "\"statusName\":\"IN_PROGRESS\"}", job);
  }
}
