package dev.atlasrestore.verification.servers;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The cost of calls, counted at the server.
 *
 * @param counts the counts of the server
 * @param failures the exceptions of failed calls, in no order
 * @param duration the time from the start of the first call to the end of the last
 */
record CallCost(ServerCounts counts, List<RuntimeException> failures, Duration duration) {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  CallCost {
    failures = List.copyOf(failures);
  }

  /** Makes one call after the other. A failed call does not stop the rest. */
  static CallCost ofSequentialCalls(RealServer server, OpenPort jobs, List<RestoreJobRef> refs) {
    server.reset();
    List<RuntimeException> failures = new ArrayList<>();
    long start = System.nanoTime();
    refs.forEach(ref -> call(jobs, ref, failures));
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new CallCost(server.counts(), failures, duration);
  }

  /** Makes all calls at the same time, each on its own thread. */
  static CallCost ofSimultaneousCalls(RealServer server, OpenPort jobs, List<RestoreJobRef> refs) {
    server.reset();
    List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    long start = System.nanoTime();
    try (Callers callers = new Callers(refs.size())) {
      callers.runEach(number -> call(jobs, refs.get(number), failures), TIME_LIMIT);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new CallCost(server.counts(), failures, duration);
  }

  private static void call(OpenPort jobs, RestoreJobRef ref, List<RuntimeException> failures) {
    try {
      jobs.get(ref);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  /** Returns the number of requests as the table shows it, with the number of failed calls. */
  String cell() {
    String failed = failures.isEmpty() ? "" : " (" + failures.size() + " failed)";
    return counts.requests() + failed;
  }
}
