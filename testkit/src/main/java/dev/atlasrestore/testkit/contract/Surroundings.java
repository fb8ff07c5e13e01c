package dev.atlasrestore.testkit.contract;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Threads as applications have them, to run a test's work in. */
final class Surroundings {

  private Surroundings() {}

  /** Runs it in the JVM's common pool. */
  static <T> T inCommonPool(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    ForkJoinPool.commonPool().execute(task);
    return result(task);
  }

  /** Runs it in a thread whose context class loader is null, as a JVM's own threads have it. */
  static <T> T withoutContextClassLoader(Callable<T> work) throws Exception {
    return in(
        task -> {
          Thread thread = new Thread(task, "without-context-class-loader");
          thread.setContextClassLoader(null);
          return thread;
        },
        work);
  }

  /** Makes virtual threads; empty where the JDK has none. */
  static Optional<ThreadFactory> virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      return Optional.of((ThreadFactory) type.getMethod("factory").invoke(builder));
    } catch (ReflectiveOperationException none) {
      return Optional.empty();
    }
  }

  /** Runs it in a thread of this factory. */
  static <T> T in(ThreadFactory threads, Callable<T> work) throws Exception {
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
