package dev.atlasrestore.transport.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking work of one context on worker threads, one piece after the other. The worker
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
   * Runs the work after all work that was passed before.
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
   * Runs the last work of a call after all work that was passed before. If Vert.x is closed, the
   * work runs on a new thread.
   */
  void runLast(Runnable work) {
    FutureTask<?> once = new FutureTask<>(work, null);
    run(() -> {
          once.run();
          return true;
        })
        .onFailure(rejected -> new Thread(once, "atlas-restore-last-work").start());
  }
}
