package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.RestoreWatch;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CancellationException;

/**
 * Shows a wait as server-sent events: {@code reading} for each poll, and {@code problem} if the
 * wait fails after the first event. A wait that fails before the first event gets an ordinary error
 * response. The wait is cancelled when the caller closes the connection.
 */
final class EventStream implements Following {

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final RestoreWatch watch;
  private final Future<Void> ended;

  EventStream(RoutingContext context, VertxRestoreJobs jobs, RestoreJobRef ref) {
    this.context = context;
    this.response = context.response();
    this.watch = jobs.watch(ref, this::sendJob);
    this.ended = watch.completion().transform(this::end);
    response.closeHandler(closed -> cancel());
  }

  @Override
  public Future<Void> ended() {
    return ended;
  }

  @Override
  public void cancel() {
    watch.cancel();
  }

  private void sendJob(RestoreJob job) {
    event("reading", JobView.of(job));
  }

  private Future<Void> end(AsyncResult<RestoreJob> end) {
    if (response.closed()) {
      return Future.succeededFuture();
    }
    if (end.failed() && !response.headWritten()) {
      context.fail(end.cause());
      return Future.succeededFuture();
    }
    if (end.failed() && !(end.cause() instanceof CancellationException)) {
      event("problem", Problem.of(end.cause()).json());
    }
    return response.end();
  }

  private void event(String name, JsonObject data) {
    if (response.closed()) {
      return; // the caller has closed the connection; the close handler cancels the wait
    }
    if (!response.headWritten()) {
      response.setChunked(true);
      response.putHeader("Content-Type", "text/event-stream");
      response.putHeader("Cache-Control", "no-store");
    }
    response.write("event: " + name + "\ndata: " + data.encode() + "\n\n");
  }
}
