package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.Link;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents that say in JSON what no restore job can tell apart, and what each of them means. */
public final class RestoreJobSpellings {

  private RestoreJobSpellings() {}

  /**
   * A document and what it means.
   *
   * @param name what is odd about it
   * @param json the document
   * @param means the job that it is to be read as
   */
  public record Spelling(String name, String json, RestoreJob means) {}

  /** Every spelling there is. */
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
        envelopedByItsOtherName(),
        pretty());
  }

  /** {@link RestoreJobFixtures#inProgress()} with everything absent as an explicit null. */
  public static Spelling nulls() {
    return inProgress(
        "nulls",
        """
        "batchId":null,"hostId":null,"snapshotId":null,"pointInTime":null,"encryptionEnabled":null,
        "masterKeyUUID":null,"deploymentJobId":null,"timestamp":null,"delivery":null,"hashes":null,
        "links":null,""");
  }

  /** The same with nulls inside of objects, and objects of nothing else. */
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

  /** {@link RestoreJobFixtures#inProgress()} with nothing that may be missing. */
  public static Spelling missing() {
    return inProgress("missing", "");
  }

  /** The same with unknown members of every type, which bear known names further inside. */
  public static Spelling unknownMembers() {
    return inProgress(
        "unknown members",
        """
        "newText":"x","newNumber":-1.5e300,"newInteger":12345678901234567890,"newTrue":true,
        "newFalse":false,"newNull":null,"newArray":[1,"2",null,{},[[]]],
        "newObject":{"id":"not the id","status":500,"deep":[[{"statusName":"BROKEN"}]]},""");
  }

  /** The same with a link that says nothing. */
  public static Spelling emptyLinks() {
    RestoreJob means =
        RestoreJobFixtures.inProgress().toBuilder()
            .links(List.of(new Link(Optional.empty(), Optional.empty())))
            .build();
    return new Spelling("links:[{}]", inProgress("", "\"links\":[{}],").json(), means);
  }

  /** {@link RestoreJobFixtures#pointInTime()} from a server that writes the increment as text. */
  public static Spelling incrementAsText() {
    RestoreJob job = RestoreJobFixtures.pointInTime();
    String json = RestoreJobFixtures.json(job).replace("\"increment\":0", "\"increment\":\"0\"");
    return new Spelling("increment as text", json, job);
  }

  /** A timestamp without its increment is as good as none. */
  public static Spelling halfATimestamp() {
    return inProgress("half a timestamp", "\"timestamp\":{\"date\":\"2026-03-09T20:00:00Z\"},");
  }

  /** The same moment with fractions and with an offset. */
  public static Spelling otherTimes() {
    RestoreJob job = RestoreJobFixtures.finished();
    RestoreJob means = job.toBuilder().created(Instant.parse("2026-03-09T23:11:25.125Z")).build();
    String json =
        RestoreJobFixtures.json(job)
            .replace("\"2026-03-09T23:11:25Z\"", "\"2026-03-09T23:11:25.125Z\"")
            .replace("\"2026-03-10T00:11:25Z\"", "\"2026-03-10T02:11:25+02:00\"");
    return new Spelling("other times", json, means);
  }

  /** Names and values with escapes that need not be. */
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

  /** The same in an envelope whose second member is called {@code envelope}, and comes first. */
  public static Spelling envelopedByItsOtherName() {
    RestoreJob job = RestoreJobFixtures.finished();
    String json = "{\"envelope\":" + RestoreJobFixtures.json(job) + ",\"status\":200}";
    return new Spelling("enveloped by its other name", json, job);
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
