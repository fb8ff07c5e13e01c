package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Map;

/** The jobs of a batch that have ended, and a problem for each job whose wait failed. */
final class BatchView {

  private BatchView() {}

  static JsonObject of(Collection<RestoreJob> ended, Map<RestoreJobRef, AtlasException> failures) {
    JsonArray jobs = new JsonArray();
    ended.forEach(job -> jobs.add(JobView.of(job)));
    JsonObject problems = new JsonObject();
    failures.forEach((ref, failure) -> problems.put(ref.jobId(), Problem.of(failure).json()));
    return new JsonObject().put("jobs", jobs).put("problems", problems);
  }
}
