package dev.atlasrestore.transport.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocking work of one context on worker threads, one task after the other. The worker
 * threads of a verticle on virtual threads are virtual too.
 *
 * <p>Uses the ordered {@code executeBlocking} of the context, so the work of a call also waits for
 * other ordered work of its verticle.
 */
final class OrderedWorker {

  private final Context context;

  OrderedWorker(Context context) {
    this.context = context;
  }

  /**
   * Runs the work after all work that was passed to this method before.
   *
   * @return the result, completed on the context. Fails with the exception that the work throws, or
   *     with a {@link RejectedExecutionException} if Vert.x is closed
   */
  <R extends @Nullable Object> Future<R> run(Callable<R> work) {
    Promise<R> result = Promise.promise();
    try {
      // The promise itself is a handler in Vert.x 4.5, but not in Vert.x 5.
      context.executeBlocking(work, true).onSuccess(result::tryComplete).onFailure(result::tryFail);
    } catch (RejectedExecutionException vertxClosed) {
      result.tryFail(vertxClosed);
    }
    return result.future();
  }

  /**
   * Runs the cleanup of a call after all work that was passed to {@link #run} before. If Vert.x is
   * closed, the cleanup runs on a new thread.
   */
  void runCleanup(Runnable cleanup) {
    FutureTask<?> once = new FutureTask<>(cleanup, null);
    run(() -> {
          once.run();
          return true;
        })
        .onFailure(rejected -> new Thread(once, "atlas-restore-last-work").start());
  }
}
