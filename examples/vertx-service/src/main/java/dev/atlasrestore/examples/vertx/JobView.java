package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The part of a restore job that callers may see: states, times and hashes. The service never sends
 * the job itself, because it holds the download link and its credential.
 */
final class JobView {

  private JobView() {}

  static JsonObject of(RestoreJob job) {
    JsonObject view = new JsonObject();
    view.put("id", job.id());
    view.put("status", job.status().value());
    view.put("ended", job.status().isTerminal());
    view.put("success", job.status().isSuccess());
    view.put("created", job.created().toString());
    job.delivery().ifPresent(delivery -> view.put("delivery", of(delivery)));
    JsonArray hashes = new JsonArray();
    job.hashes().forEach(file -> file.hash().ifPresent(hashes::add));
    return view.put("hashes", hashes);
  }

  private static JsonObject of(Delivery delivery) {
    JsonObject view = new JsonObject();
    delivery.status().ifPresent(status -> view.put("status", status.value()));
    delivery.method().ifPresent(method -> view.put("method", method.value()));
    delivery.expires().ifPresent(expires -> view.put("expires", expires.toString()));
    return view;
  }
}
