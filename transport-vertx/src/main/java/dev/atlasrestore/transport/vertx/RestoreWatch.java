package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.RestoreJob;
import io.vertx.core.Future;

/**
 * A wait for the end of a restore job that can be cancelled. A Vert.x {@code Future} has no method
 * for that.
 *
 * <p>Safe for use by many threads.
 */
public interface RestoreWatch {

  /**
   * The result of the wait: the job with its terminal status.
   *
   * <p>Completes on the context on which the wait was started. A handler that is added after the
   * completion is called at once, in the thread that adds it. Fails with an {@link
   * dev.atlasrestore.AtlasException}, with the exception that the poll handler threw, or, after
   * {@link #cancel()}, with a {@link java.util.concurrent.CancellationException}.
   */
  Future<RestoreJob> completion();

  /**
   * Cancels the wait: sends no further request, frees its connection and its timer, and fails
   * {@link #completion()}. Does nothing if the wait has already ended. May be called from any
   * thread, any number of times.
   */
  void cancel();
}
