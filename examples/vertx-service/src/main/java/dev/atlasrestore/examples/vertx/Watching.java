package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.RestoreWatch;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Future;

/**
 * Shows a wait as server-sent events: {@code job} for each poll. The wait is cancelled when the
 * caller closes the connection.
 */
final class Watching implements Following {

  private final RestoreWatch watch;
  private final Future<Void> ended;

  Watching(EventStream events, VertxRestoreJobs jobs, RestoreJobRef ref) {
    watch = jobs.watch(ref, job -> events.send("job", JobView.of(job)));
    ended =
        watch
            .completion()
            .transform(end -> end.succeeded() ? events.end() : events.fail(end.cause()));
    events.onClose(this::cancel);
  }

  @Override
  public Future<Void> ended() {
    return ended;
  }

  @Override
  public void cancel() {
    watch.cancel();
  }
}
