package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.RestoreJob;
import io.vertx.core.Future;

/** A wait for a job's end that can be given up: a {@code Future} has no way to do that. */
public interface RestoreWatch {

  /**
   * The job as it ended, on the context the wait was begun on; a handler that is added after the
   * end is called at once, where it is added. Fails with what ended the wait: an {@link
   * dev.atlasrestore.AtlasException}, what the handler threw, or a {@link
   * java.util.concurrent.CancellationException}.
   */
  Future<RestoreJob> completion();

  /**
   * Gives the wait up: no further request is sent, its connection and timer are freed, and {@link
   * #completion()} fails. May be called from any thread, and again; does nothing once the wait has
   * ended.
   */
  void cancel();
}
