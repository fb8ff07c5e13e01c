package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.AtlasPath;
import dev.atlasrestore.testkit.internal.JobJson;
import dev.atlasrestore.testkit.internal.JobPath;
import dev.atlasrestore.testkit.internal.ListPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs of a fake Atlas. A list shows the document of each job that its next read will return.
 * For a group, cluster or job that does not exist, the response is the service's error. Safe for
 * use by many threads.
 */
final class JobStore {

  /** The jobs in the order in which they were first stored. */
  private final Map<JobPath, StoredJob> jobs = new LinkedHashMap<>();

  synchronized void put(JobPath path, StoredJob job) {
    jobs.put(path, job);
  }

  synchronized void clear() {
    jobs.clear();
  }

  /** Returns the response to a {@code GET} of this path with this query. */
  synchronized ResponseReply read(AtlasPath path, Query query) {
    if (!query.isValid() || (path instanceof JobPath && query.isOfList())) {
      return Reply.error(400, "INVALID_QUERY_PARAMETER", "Invalid query parameter specified.");
    }
    ResponseReply response = readValid(path, query);
    String body = response.text();
    if (query.envelope()) {
      body = JobJson.enveloped(response.status(), body);
    }
    return response.body(query.pretty() ? JobJson.pretty(body) : body);
  }

  private ResponseReply readValid(AtlasPath path, Query query) {
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
    return path instanceof JobPath job ? readJob(job) : list((ListPath) path, query);
  }

  private ResponseReply readJob(JobPath path) {
    if (!path.hasValidJob()) {
      return notFound("INVALID_JOB_ID", "An invalid restore job ID was specified.", path.job());
    }
    StoredJob job = jobs.get(path);
    return job == null
        ? notFound(
            "RESTORE_JOB_NOT_FOUND", "No such restore job exists.", path.job(), path.cluster())
        : Reply.json(job.read());
  }

  private ResponseReply list(ListPath path, Query query) {
    List<String> all =
        jobs.entrySet().stream()
            .filter(entry -> path.hasSameCluster(entry.getKey()))
            .map(entry -> entry.getValue().peek())
            .filter(document -> query.batchId().map(id -> isOfBatch(document, id)).orElse(true))
            .toList();
    long skipped = (long) (query.pageNum() - 1) * query.itemsPerPage();
    List<String> page = all.stream().skip(skipped).limit(query.itemsPerPage()).toList();
    boolean hasNext = all.size() > skipped + page.size() && !page.isEmpty();
    return Reply.json(JobJson.list(page, hasNext, all.size()));
  }

  private static boolean isOfBatch(String document, String batchId) {
    return document.replaceAll("\\s", "").contains("\"batchId\":\"" + batchId + "\"");
  }

  private static ResponseReply notFound(String errorCode, String detail, String... parameters) {
    return Reply.error(404, errorCode, detail, parameters);
  }
}
