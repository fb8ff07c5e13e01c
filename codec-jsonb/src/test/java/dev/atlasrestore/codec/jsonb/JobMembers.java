package dev.atlasrestore.codec.jsonb;

import java.util.Map;
import java.util.Set;

/** The known members of a restore job, the kind of value that each may have, and sample values. */
final class JobMembers {

  /** The kinds of values. */
  enum Kind {
    STRING("\"x\""),
    INSTANT("\"2026-05-04T03:02:01Z\""),
    FLAG("true", "false"),
    NUMBER("1", "\"1\""),
    OBJECT("{}"),
    ARRAY("[]");

    private final String sample;
    private final String otherSample;

    Kind(String sample) {
      this(sample, sample);
    }

    Kind(String sample, String otherSample) {
      this.sample = sample;
      this.otherSample = otherSample;
    }

    /** Returns whether a member of this kind accepts the value. */
    boolean accepts(String json) {
      return json.equals(sample)
          || json.equals(otherSample)
          || (this == STRING && json.startsWith("\""));
    }

    /** Returns a valid value. */
    String sample() {
      return sample;
    }
  }

  /** Values of every JSON type. None of them is null. */
  static final Set<String> VALUES =
      Set.of(
          "\"x\"",
          "\"\"",
          "\"2026-05-04T03:02:01Z\"",
          "true",
          "false",
          "1",
          "\"1\"",
          "1.9",
          "{}",
          "[]");

  static final Set<String> REQUIRED = Set.of("id", "groupId", "created", "statusName");

  static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("id", Kind.STRING),
          Map.entry("groupId", Kind.STRING),
          Map.entry("created", Kind.INSTANT),
          Map.entry("statusName", Kind.STRING),
          Map.entry("batchId", Kind.STRING),
          Map.entry("clusterId", Kind.STRING),
          Map.entry("clusterName", Kind.STRING),
          Map.entry("hostId", Kind.STRING),
          Map.entry("snapshotId", Kind.STRING),
          Map.entry("pointInTime", Kind.FLAG),
          Map.entry("encryptionEnabled", Kind.FLAG),
          Map.entry("masterKeyUUID", Kind.STRING),
          Map.entry("deploymentJobId", Kind.STRING),
          Map.entry("timestamp", Kind.OBJECT),
          Map.entry("timestamp.date", Kind.INSTANT),
          Map.entry("timestamp.increment", Kind.NUMBER),
          Map.entry("delivery", Kind.OBJECT),
          Map.entry("delivery.methodName", Kind.STRING),
          Map.entry("delivery.statusName", Kind.STRING),
          Map.entry("delivery.expires", Kind.INSTANT),
          Map.entry("delivery.expirationHours", Kind.NUMBER),
          Map.entry("delivery.maxDownloads", Kind.NUMBER),
          Map.entry("delivery.url", Kind.STRING),
          Map.entry("delivery.urlV2", Kind.STRING),
          Map.entry("delivery.authHeader", Kind.STRING),
          Map.entry("delivery.authValue", Kind.STRING),
          Map.entry("delivery.targetClusterId", Kind.STRING),
          Map.entry("delivery.targetClusterName", Kind.STRING),
          Map.entry("delivery.targetGroupId", Kind.STRING),
          Map.entry("hashes", Kind.ARRAY),
          Map.entry("hashes[0].typeName", Kind.STRING),
          Map.entry("hashes[0].fileName", Kind.STRING),
          Map.entry("hashes[0].hash", Kind.STRING),
          Map.entry("links", Kind.ARRAY),
          Map.entry("links[0].rel", Kind.STRING),
          Map.entry("links[0].href", Kind.STRING));

  private JobMembers() {}
}
