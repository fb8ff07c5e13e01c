package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.RestoreJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes restore jobs and errors as JSON, in the service's format. It shares no code with a codec,
 * so that a codec's mistake does not repeat here.
 */
public final class JobJson {

  private JobJson() {}

  /** Returns the JSON document of this job. */
  public static String job(RestoreJob job) {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "batchId", job.batchId());
    put(members, "clusterId", job.clusterId());
    put(members, "clusterName", job.clusterName());
    members.put("created", job.created().toString());
    job.delivery().ifPresent(delivery -> members.put("delivery", delivery(delivery)));
    put(members, "deploymentJobId", job.deploymentJobId());
    put(members, "encryptionEnabled", job.encryptionEnabled());
    members.put("groupId", job.groupId());
    members.put("hashes", job.hashes().stream().map(JobJson::fileHash).toList());
    put(members, "hostId", job.hostId());
    members.put("id", job.id());
    members.put("links", job.links().stream().map(JobJson::link).toList());
    put(members, "masterKeyUUID", job.masterKeyUUID());
    put(members, "pointInTime", job.pointInTime());
    put(members, "snapshotId", job.snapshotId());
    members.put("statusName", job.status().value());
    job.timestamp()
        .ifPresent(
            t ->
                members.put(
                    "timestamp", members("date", t.date().toString(), "increment", t.increment())));
    return write(members);
  }

  /**
   * Returns one page of a list of jobs. Its links name another host than the one that was asked, as
   * those of the service often do.
   *
   * @param jobs the JSON documents of the jobs
   * @param hasNext whether there is a link named {@code next}
   * @param totalCount the number of jobs on all pages
   */
  public static String list(List<String> jobs, boolean hasNext, int totalCount) {
    String address = "https://mms.example.net/restoreJobs";
    List<Map<String, Object>> links = new ArrayList<>();
    links.add(members("href", address, "rel", "self"));
    if (hasNext) {
      links.add(members("href", address + "?pageNum=next", "rel", "next"));
    }
    return "{\"links\":"
        + write(links)
        + ",\"results\":["
        + String.join(",", jobs)
        + "],\"totalCount\":"
        + totalCount
        + "}";
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

  private static Map<String, Object> fileHash(FileHash hash) {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "fileName", hash.fileName());
    put(members, "hash", hash.hash());
    put(members, "typeName", hash.typeName());
    return members;
  }

  private static Map<String, Object> link(Link link) {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "href", link.href());
    put(members, "rel", link.rel());
    return members;
  }

  /** Returns an error document; its {@code reason} is the reason phrase of the status. */
  public static String error(int status, String errorCode, String detail, String... parameters) {
    Map<String, Object> members = members("detail", detail, "error", status);
    members.put("errorCode", errorCode);
    members.put("parameters", List.of(parameters));
    members.put("reason", ReasonPhrases.of(status));
    return write(members);
  }

  /** Returns this document in the envelope that {@code envelope=true} asks for. */
  public static String enveloped(int status, String content) {
    return "{\"status\":" + status + ",\"content\":" + content + "}";
  }

  /** Returns the same document with the white space that {@code pretty=true} asks for. */
  public static String pretty(String json) {
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

  private static Map<String, Object> members(
      String name1, Object value1, String name2, Object value2) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(name1, value1);
    members.put(name2, value2);
    return members;
  }

  private static void put(Map<String, Object> members, String name, Optional<?> value) {
    value.ifPresent(v -> members.put(name, v));
  }

  private static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> members =
          map.entrySet().stream().map(e -> write(e.getKey()) + ":" + write(e.getValue())).toList();
      return "{" + String.join(",", members) + "}";
    }
    if (value instanceof Collection<?> list) {
      return "[" + String.join(",", list.stream().map(JobJson::write).toList()) + "]";
    }
    return value instanceof String s ? quote(s) : value.toString();
  }

  private static String quote(String text) {
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
