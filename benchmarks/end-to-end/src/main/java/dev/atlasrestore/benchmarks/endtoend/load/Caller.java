package dev.atlasrestore.benchmarks.endtoend.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes one fetch after the other until the limit is reached. */
sealed interface Caller {

  Journal journal();

  /** Makes them in its own thread, which stays until it is let go: its allocations still count. */
  record InThread(
      Fetcher.Blocking fetcher,
      Jobs jobs,
      Limit limit,
      Journal journal,
      CountDownLatch done,
      CountDownLatch letGo)
      implements Caller, Runnable {

    @Override
    public void run() {
      while (limit.admitsOneMore()) {
        long began = System.nanoTime();
        Throwable error = null;
        try {
          fetcher.fetch(jobs.next());
        } catch (Throwable e) { // some clients throw assertion errors when they are shared
          error = e;
        }
        journal.ended(System.nanoTime() - began, error);
      }
      done.countDown();
      try {
        letGo.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes the next one where the last one ended. */
  final class Chained implements Caller {
    private final Fetcher.Async fetcher;
    private final Jobs jobs;
    private final Limit limit;
    private final Journal journal;
    private final CountDownLatch done;

    /** How many fetches are asked for and not begun: one that ends at once begins no recursion. */
    private final AtomicInteger asked = new AtomicInteger();

    Chained(Fetcher.Async fetcher, Jobs jobs, Limit limit, Journal journal, CountDownLatch done) {
      this.fetcher = fetcher;
      this.jobs = jobs;
      this.limit = limit;
      this.journal = journal;
      this.done = done;
    }

    @Override
    public Journal journal() {
      return journal;
    }

    void goOn() {
      if (asked.getAndIncrement() > 0) {
        return;
      }
      do {
        if (limit.admitsOneMore()) {
          begin();
        } else {
          done.countDown();
        }
      } while (asked.decrementAndGet() > 0);
    }

    private void begin() {
      long began = System.nanoTime();
      fetcher.fetch(
          jobs.next(),
          error -> {
            journal.ended(System.nanoTime() - began, error);
            goOn();
          });
    }
  }
}
