package dev.atlasrestore.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jobs behind a fake Atlas, each a row of states: a read takes the next one, and the last one
 * stays. Answers what the service answers for a job, a cluster, a group that is not there.
 */
final class JobStore {

  private static final Set<String> OPTIONS =
      Set.of("pretty=true", "pretty=false", "envelope=true", "envelope=false");

  private final Map<JobPath, Deque<String>> jobs = new HashMap<>();

  synchronized void put(JobPath path, List<String> states) {
    jobs.put(path, new ArrayDeque<>(states));
  }

  synchronized void clear() {
    jobs.clear();
  }

  /** The answer to a {@code GET} of this path, enveloped and indented as the query says. */
  synchronized ResponseReply read(JobPath path, String query) {
    List<String> options = query.isEmpty() ? List.of() : List.of(query.split("&", -1));
    if (!OPTIONS.containsAll(options)) {
      return Reply.error(400, "INVALID_QUERY_PARAMETER", "Invalid query parameter specified.");
    }
    ResponseReply answer = read(path);
    String body = answer.text();
    if (options.contains("envelope=true")) {
      body = JobJson.enveloped(answer.status(), body);
    }
    return answer.body(options.contains("pretty=true") ? JobJson.pretty(body) : body);
  }

  private ResponseReply read(JobPath path) {
    if (!path.hasGroupId()) {
      return missing("INVALID_GROUP_ID", "An invalid group ID was specified.", path.group());
    }
    if (jobs.keySet().stream().noneMatch(path::isInGroupOf)) {
      return missing("GROUP_NOT_FOUND", "No group with this ID exists.", path.group());
    }
    if (jobs.keySet().stream().noneMatch(path::isInClusterOf)) {
      return missing(
          "CLUSTER_NOT_FOUND",
          "No such cluster exists in the group.",
          path.cluster(),
          path.group());
    }
    if (!path.hasJobId()) {
      return missing("INVALID_JOB_ID", "An invalid restore job ID was specified.", path.job());
    }
    Deque<String> states = jobs.get(path);
    return states == null
        ? missing(
            "RESTORE_JOB_NOT_FOUND", "No such restore job exists.", path.job(), path.cluster())
        : Reply.json(states.size() > 1 ? states.removeFirst() : states.getFirst());
  }

  private static ResponseReply missing(String errorCode, String detail, String... parameters) {
    return Reply.error(404, errorCode, detail, parameters);
  }
}
