package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.JobJson;
import dev.atlasrestore.testkit.internal.JobPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jobs of a fake Atlas. Each job is a list of JSON documents: every read removes the first one
 * until one is left, which stays. For a group, cluster or job that does not exist, the response is
 * the service's error. Safe for use by many threads.
 */
final class JobStore {

  private static final Set<String> QUERY_PARAMETERS =
      Set.of("pretty=true", "pretty=false", "envelope=true", "envelope=false");

  private final Map<JobPath, Deque<String>> jobs = new HashMap<>();

  synchronized void put(JobPath path, List<String> documents) {
    jobs.put(path, new ArrayDeque<>(documents));
  }

  synchronized void clear() {
    jobs.clear();
  }

  /** Returns the response to a {@code GET} of this path with this query. */
  synchronized ResponseReply read(JobPath path, String query) {
    List<String> parameters = query.isEmpty() ? List.of() : List.of(query.split("&", -1));
    if (!QUERY_PARAMETERS.containsAll(parameters)) {
      return Reply.error(400, "INVALID_QUERY_PARAMETER", "Invalid query parameter specified.");
    }
    ResponseReply response = read(path);
    String body = response.text();
    if (parameters.contains("envelope=true")) {
      body = JobJson.enveloped(response.status(), body);
    }
    return response.body(parameters.contains("pretty=true") ? JobJson.pretty(body) : body);
  }

  private ResponseReply read(JobPath path) {
    if (!path.hasValidGroup()) {
      return notFound("INVALID_GROUP_ID", "An invalid group ID was specified.", path.group());
    }
    if (jobs.keySet().stream().noneMatch(path::hasSameGroup)) {
      return notFound("GROUP_NOT_FOUND", "No group with this ID exists.", path.group());
    }
    if (jobs.keySet().stream().noneMatch(path::hasSameCluster)) {
      return notFound(
          "CLUSTER_NOT_FOUND",
          "No such cluster exists in the group.",
          path.cluster(),
          path.group());
    }
    if (!path.hasValidJob()) {
      return notFound("INVALID_JOB_ID", "An invalid restore job ID was specified.", path.job());
    }
    Deque<String> documents = jobs.get(path);
    return documents == null
        ? notFound(
            "RESTORE_JOB_NOT_FOUND", "No such restore job exists.", path.job(), path.cluster())
        : Reply.json(documents.size() > 1 ? documents.removeFirst() : documents.getFirst());
  }

  private static ResponseReply notFound(String errorCode, String detail, String... parameters) {
    return Reply.error(404, errorCode, detail, parameters);
  }
}
