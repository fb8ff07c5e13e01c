package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.RestoreWatch;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Waits for several jobs, and sends one {@code batch} event when all waits have ended. It holds the
 * jobs that ended and the failures of the other waits.
 *
 * <p>Each wait is a {@link RestoreWatch} and not a part of {@code awaitAll}, so that the waits can
 * be cancelled when the caller closes the connection.
 */
final class Batch implements Following {

  private final EventStream events;
  private final Map<RestoreJobRef, RestoreWatch> watches = new LinkedHashMap<>();
  private final Future<Void> ended;

  Batch(EventStream events, VertxRestoreJobs jobs, Collection<RestoreJobRef> refs) {
    this.events = events;
    for (RestoreJobRef ref : refs) {
      watches.computeIfAbsent(ref, each -> jobs.watch(each, job -> {}));
    }
    List<Future<RestoreJob>> all = watches.values().stream().map(RestoreWatch::completion).toList();
    this.ended = Future.join(all).transform(this::respond);
    events.onClose(this::cancel);
  }

  @Override
  public Future<Void> ended() {
    return ended;
  }

  @Override
  public void cancel() {
    watches.values().forEach(RestoreWatch::cancel);
  }

  private Future<Void> respond(AsyncResult<?> allWaits) {
    List<RestoreJob> jobs = new ArrayList<>();
    Map<RestoreJobRef, AtlasException> failures = new LinkedHashMap<>();
    for (Map.Entry<RestoreJobRef, RestoreWatch> watch : watches.entrySet()) {
      Future<RestoreJob> end = watch.getValue().completion();
      if (end.succeeded()) {
        jobs.add(end.result());
      } else if (end.cause() instanceof AtlasException failure) {
        failures.put(watch.getKey(), failure);
      } else {
        return events.fail(end.cause() == null ? new CancellationException() : end.cause());
      }
    }
    events.send("batch", BatchView.of(jobs, failures));
    return events.end();
  }
}
