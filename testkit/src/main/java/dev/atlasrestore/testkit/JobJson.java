package dev.atlasrestore.testkit;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes jobs and errors as the service does; its own writer, so that a codec's mistakes are not
 * its own.
 */
final class JobJson {

  private JobJson() {}

  static String job(RestoreJob job) {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "batchId", job.batchId());
    put(members, "clusterId", job.clusterId());
    put(members, "clusterName", job.clusterName());
    members.put("created", job.created().toString());
    job.delivery().ifPresent(delivery -> members.put("delivery", delivery(delivery)));
    put(members, "deploymentJobId", job.deploymentJobId());
    put(members, "encryptionEnabled", job.encryptionEnabled());
    members.put("groupId", job.groupId());
    members.put(
        "hashes",
        job.hashes().stream()
            .map(
                hash -> {
                  Map<String, Object> map = new LinkedHashMap<>();
                  put(map, "fileName", hash.fileName());
                  put(map, "hash", hash.hash());
                  put(map, "typeName", hash.typeName());
                  return map;
                })
            .toList());
    put(members, "hostId", job.hostId());
    members.put("id", job.id());
    members.put(
        "links",
        job.links().stream()
            .map(
                link -> {
                  Map<String, Object> map = new LinkedHashMap<>();
                  put(map, "href", link.href());
                  put(map, "rel", link.rel());
                  return map;
                })
            .toList());
    put(members, "masterKeyUUID", job.masterKeyUUID());
    put(members, "pointInTime", job.pointInTime());
    put(members, "snapshotId", job.snapshotId());
    members.put("statusName", job.status().value());
    job.timestamp()
        .ifPresent(
            t ->
                members.put(
                    "timestamp", ordered("date", t.date().toString(), "increment", t.increment())));
    return text(members);
  }

  private static Map<String, Object> delivery(Delivery delivery) {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "authHeader", delivery.authHeader());
    put(members, "authValue", delivery.authValue());
    put(members, "expirationHours", delivery.expirationHours());
    put(members, "expires", delivery.expires().map(Object::toString));
    put(members, "maxDownloads", delivery.maxDownloads());
    put(members, "methodName", delivery.method().map(Object::toString));
    put(members, "statusName", delivery.status().map(Object::toString));
    put(members, "targetClusterId", delivery.targetClusterId());
    put(members, "targetClusterName", delivery.targetClusterName());
    put(members, "targetGroupId", delivery.targetGroupId());
    put(members, "url", delivery.url());
    put(members, "urlV2", delivery.urlV2());
    return members;
  }

  /** An error as the service words it; its reason is the status's own phrase. */
  static String error(int status, String errorCode, String detail, String... parameters) {
    Map<String, Object> members = ordered("detail", detail, "error", status);
    members.put("errorCode", errorCode);
    members.put("parameters", List.of(parameters));
    members.put("reason", ResponseReply.phrase(status));
    return text(members);
  }

  static String enveloped(int status, String content) {
    return "{\"status\":" + status + ",\"content\":" + content + "}";
  }

  /** The same document with white space, as {@code pretty=true} asks for. */
  static String pretty(String json) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean inString = false;
    boolean escaped = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      inString ^= c == '"' && !escaped;
      escaped = inString && c == '\\' && !escaped;
      if (inString || ",:{}[]".indexOf(c) < 0) {
        out.append(c);
      } else if (c == '{' || c == '[') {
        out.append(c).append('\n').append("  ".repeat(++depth));
      } else if (c == '}' || c == ']') {
        out.append('\n').append("  ".repeat(--depth)).append(c);
      } else {
        out.append(c == ':' ? " : " : ",\n" + "  ".repeat(depth));
      }
    }
    return out.toString();
  }

  private static Map<String, Object> ordered(String a, Object valueOfA, String b, Object valueOfB) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(a, valueOfA);
    members.put(b, valueOfB);
    return members;
  }

  private static void put(Map<String, Object> members, String name, Optional<?> value) {
    value.ifPresent(v -> members.put(name, v));
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> members =
          map.entrySet().stream().map(e -> text(e.getKey()) + ":" + text(e.getValue())).toList();
      return "{" + String.join(",", members) + "}";
    }
    if (value instanceof Collection<?> list) {
      return "[" + String.join(",", list.stream().map(JobJson::text).toList()) + "]";
    }
    return value instanceof String s ? quoted(s) : value.toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
