package dev.atlasrestore.transport.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocking work of one context on worker threads. The worker threads of a verticle on
 * virtual threads are virtual too.
 *
 * <p>Vert.x may run several tasks at the same time. With the ordered {@code executeBlocking}, an
 * application that waits for a download in ordered work of its own would wait for ever. A call
 * passes its next task only when the last one has ended.
 */
final class BlockingWorker {

  private final Context context;

  BlockingWorker(Context context) {
    this.context = context;
  }

  /**
   * Runs the work.
   *
   * @return the result, completed on the context. Fails with the exception that the work throws, or
   *     with a {@link RejectedExecutionException} if Vert.x is closed
   */
  <R extends @Nullable Object> Future<R> run(Callable<R> work) {
    Promise<R> result = Promise.promise();
    try {
      // The promise itself is a handler in Vert.x 4.5, but not in Vert.x 5.
      context
          .executeBlocking(work, false)
          .onSuccess(result::tryComplete)
          .onFailure(result::tryFail);
    } catch (RejectedExecutionException vertxClosed) {
      result.tryFail(vertxClosed);
    }
    return result.future();
  }

  /**
   * Runs the cleanup of a call. Work that was passed to {@link #run} before may still run. If
   * Vert.x is closed, the cleanup runs on a new thread.
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
