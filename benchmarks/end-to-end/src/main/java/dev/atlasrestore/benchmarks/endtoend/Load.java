package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.contestant.Fetcher;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs fetches of concurrent callers and measures them. Each caller starts its next fetch when its
 * last fetch has ended. Each fetch reads another job.
 */
final class Load implements AutoCloseable {

  private static final int MAX_MINUTES = 5;

  private final Server server;
  private final ExecutorService callerThreads = Executors.newCachedThreadPool(Load::daemon);
  private final AtomicLong lastJob = new AtomicLong();

  Load(Server server) {
    this.server = server;
  }

  private static Thread daemon(Runnable caller) {
    Thread thread = new Thread(caller, "caller");
    thread.setDaemon(true);
    return thread;
  }

  /** Fetches for this time. */
  Window runMillis(Fetcher fetcher, int callers, int millis)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return run(fetcher, callers, () -> System.nanoTime() - end < 0);
  }

  /** Runs this number of fetches. */
  Window runFetches(Fetcher fetcher, int callers, int fetches)
      throws IOException, InterruptedException {
    AtomicInteger left = new AtomicInteger(fetches);
    return run(fetcher, callers, () -> left.getAndDecrement() > 0);
  }

  private Window run(Fetcher fetcher, int callers, BooleanSupplier mayStart)
      throws IOException, InterruptedException {
    Run run = new Run(mayStart, callers);
    long requests = server.requests();
    Usage usage = new Usage();
    long start = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      if (fetcher instanceof Fetcher.Blocking blocking) {
        callerThreads.execute(() -> run.fetchAll(blocking));
      } else {
        run.new AsyncCaller((Fetcher.Async) fetcher).fetchNext();
      }
    }
    if (!run.activeCallers.await(MAX_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException("A fetch has not ended after " + MAX_MINUTES + " minutes.");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage usageAfter = new Usage();
    return new Window(
        run.fetches.sum(),
        run.failures.sum(),
        seconds,
        usageAfter.cpuNanosSince(usage),
        usageAfter.bytesSince(usage),
        server.requests() - requests);
  }

  private RestoreJobRef nextJob() {
    String id = "5b8e7f1c" + HexFormat.of().toHexDigits(lastJob.incrementAndGet());
    return new RestoreJobRef("5b8e7b0f96e8217d0dbd0d5a", "Cluster0", id);
  }

  @Override
  public void close() {
    callerThreads.shutdown();
  }

  private final class Run {
    private final BooleanSupplier mayStart;
    private final CountDownLatch activeCallers;
    private final LongAdder fetches = new LongAdder();
    private final LongAdder failures = new LongAdder();

    Run(BooleanSupplier mayStart, int callers) {
      this.mayStart = mayStart;
      this.activeCallers = new CountDownLatch(callers);
    }

    void record(@Nullable Throwable error) {
      if (error == null) {
        fetches.increment();
        return;
      }
      failures.increment();
      if (failures.sum() == 1) {
        System.out.println("The first failure of this window: " + error);
      }
    }

    void fetchAll(Fetcher.Blocking fetcher) {
      while (mayStart.getAsBoolean()) {
        Throwable error = null;
        try {
          fetcher.fetch(nextJob());
        } catch (Exception e) {
          error = e;
        }
        record(error);
      }
      activeCallers.countDown();
    }

    /** A caller that starts its next fetch in the thread that ended the last fetch. */
    private final class AsyncCaller {
      private final Fetcher.Async fetcher;

      /** The fetches to start. Avoids recursion if a fetch ends before {@code fetch} returns. */
      private final AtomicInteger pending = new AtomicInteger();

      AsyncCaller(Fetcher.Async fetcher) {
        this.fetcher = fetcher;
      }

      void fetchNext() {
        if (pending.getAndIncrement() > 0) {
          return;
        }
        do {
          if (mayStart.getAsBoolean()) {
            fetcher.fetch(nextJob(), this::ended);
          } else {
            activeCallers.countDown();
          }
        } while (pending.decrementAndGet() > 0);
      }

      private void ended(@Nullable Throwable error) {
        record(error);
        fetchNext();
      }
    }
  }
}
