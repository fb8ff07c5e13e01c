package dev.atlasrestore.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that make calls at the same time. */
public final class Callers implements AutoCloseable {

  /** The name of each thread. */
  public static final String THREAD_NAME = "caller";

  private final int count;
  private final ExecutorService threads;

  /** Creates as many callers as {@code count} says. The threads start with the first task. */
  public Callers(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count, work -> new Thread(work, THREAD_NAME));
  }

  /** The task of one caller. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs on the caller's thread.
     *
     * @param number the caller's number, from 0
     */
    void run(int number) throws Exception;
  }

  /**
   * Runs the task once on each caller and waits until all have ended. All callers begin together,
   * after the last thread has started.
   *
   * @throws AssertionError if a task fails, or if one has not ended within the time limit
   */
  public void runEach(Task task, Duration limit) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(count);
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      results.add(
          threads.submit(
              () -> {
                started.countDown();
                started.await();
                task.run(number);
                return null;
              }));
    }
    long deadline = System.nanoTime() + limit.toNanos();
    for (Future<?> result : results) {
      try {
        result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("A caller failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("A caller did not end within " + limit, e);
      }
    }
  }

  /**
   * Makes this many calls. Each caller takes the next call as soon as its last one has ended.
   *
   * @throws AssertionError if a call fails, or if one has not ended within the time limit
   */
  public void share(int calls, Runnable call, Duration limit) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(calls);
    runEach(
        number -> {
          while (left.getAndDecrement() > 0) {
            call.run();
          }
        },
        limit);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
