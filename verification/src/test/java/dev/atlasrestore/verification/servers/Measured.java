package dev.atlasrestore.verification.servers;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.OpenPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What some calls cost at the server.
 *
 * @param counts what the server saw of them
 * @param failures what the calls threw, in no order
 * @param took from the start of the first to the end of the last
 */
record Measured(ServerCounts counts, List<RuntimeException> failures, Duration took) {
  Measured {
    failures = List.copyOf(failures);
  }

  /** Makes calls one after the other, whether they fail or not. */
  static Measured inARow(RealServer server, OpenPort jobs, List<RestoreJobRef> refs) {
    server.reset();
    List<RuntimeException> failures = new ArrayList<>();
    long start = System.nanoTime();
    refs.forEach(ref -> call(jobs, ref, failures));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Measured(server.counts(), failures, took);
  }

  /** Makes calls at once, each on a thread of its own. */
  static Measured atOnce(RealServer server, OpenPort jobs, List<RestoreJobRef> refs) {
    server.reset();
    List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ready = new CountDownLatch(refs.size());
    List<Callable<Void>> calls = new ArrayList<>();
    for (RestoreJobRef ref : refs) {
      calls.add(
          () -> {
            ready.countDown();
            ready.await();
            call(jobs, ref, failures);
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    long start = System.nanoTime();
    try {
      for (Future<Void> call : threads.invokeAll(calls)) {
        call.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdown();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Measured(server.counts(), failures, took);
  }

  private static void call(OpenPort jobs, RestoreJobRef ref, List<RuntimeException> failures) {
    try {
      jobs.get(ref);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  /** Returns the requests as the table shows them, with the calls that failed. */
  String cell() {
    String failed = failures.isEmpty() ? "" : " (" + failures.size() + " failed)";
    return counts.requests() + failed;
  }
}
