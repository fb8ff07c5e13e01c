package dev.atlasrestore.verification.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that call side by side. */
final class Callers implements AutoCloseable {

  private final int count;
  private final ExecutorService threads;

  Callers(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count, work -> new Thread(work, "caller"));
  }

  /** What one caller does. */
  @FunctionalInterface
  interface Caller {
    void call(int number) throws Exception;
  }

  /**
   * Lets all of them do this, and waits for the last one; fails as the first of them that failed.
   */
  void each(Caller caller, long mostSeconds) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      tasks.add(
          () -> {
            caller.call(number);
            return null;
          });
    }
    List<Future<Void>> all = tasks.stream().map(threads::submit).toList();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
    for (Future<Void> each : all) {
      try {
        each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("a caller failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("a call never ended", e);
      }
    }
  }

  /** Lets them share so many calls. */
  void together(int calls, Runnable call, long mostSeconds) throws Exception {
    each(
        number -> {
          for (int i = number; i < calls; i += count) {
            call.run();
          }
        },
        mostSeconds);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
