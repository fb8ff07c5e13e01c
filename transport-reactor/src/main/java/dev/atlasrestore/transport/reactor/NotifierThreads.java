package dev.atlasrestore.transport.reactor;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for tasks that may notify a subscriber which blocks. A task never waits for
 * another task: if no thread is free, it gets a new one. A thread ends when it was idle for a
 * second.
 *
 * <p>{@code Schedulers.boundedElastic()} is not suitable. Applications block on its threads, for
 * example in {@code Mono.block()}. If all of them wait for a call, the task that would time the
 * call out would wait for one of these threads. {@code Schedulers.shutdownNow()} would discard it.
 */
final class NotifierThreads implements Executor {

  private static final int MAX_IDLE_SECONDS = 1;

  private final AtomicInteger created = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          MAX_IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::newThread);

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "atlas-restore-notifier-" + created.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }
}
