package dev.atlasrestore.testkit.contract;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Runs work on the kinds of thread that applications call from. */
final class CallerThreads {

  private CallerThreads() {}

  /** Runs work in the common pool of the JVM. */
  static <T> T inCommonPool(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    ForkJoinPool.commonPool().execute(task);
    return result(task);
  }

  /**
   * Runs work on a thread whose context class loader is null. Some threads of the JVM have none.
   */
  static <T> T withoutContextClassLoader(Callable<T> work) throws Exception {
    return on(
        task -> {
          Thread thread = new Thread(task, "without-context-class-loader");
          thread.setContextClassLoader(null);
          return thread;
        },
        work);
  }

  /** Returns a factory of virtual threads, or empty if the JDK has none. */
  static Optional<ThreadFactory> virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      return Optional.of((ThreadFactory) type.getMethod("factory").invoke(builder));
    } catch (ReflectiveOperationException none) {
      return Optional.empty();
    }
  }

  /** Runs work on a new thread of this factory. */
  static <T> T on(ThreadFactory threads, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    threads.newThread(task).start();
    return result(task);
  }

  private static <T> T result(FutureTask<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
