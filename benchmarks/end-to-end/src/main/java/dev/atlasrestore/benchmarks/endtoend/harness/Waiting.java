package dev.atlasrestore.benchmarks.endtoend.harness;

import com.sun.management.OperatingSystemMXBean;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Service;
import dev.atlasrestore.benchmarks.endtoend.contestant.Waits;
import dev.atlasrestore.benchmarks.endtoend.load.Heap;
import dev.atlasrestore.benchmarks.endtoend.load.Jobs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Awaits many jobs at once in a JVM of its own. Prints what one wait holds of the heap between two
 * polls, what of that is the job last seen, how many threads all of them added, what one still
 * holds after it was cancelled, and the processor time of a poll.
 */
public final class Waiting {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int WARM_UP = 500;
  private static final int PATIENCE_SECONDS = 45;

  private final Waits waits;
  private final Jobs jobs = new Jobs();

  private Waiting(Waits waits) {
    this.waits = waits;
  }

  /** Takes the transport, the server's port, and how many waits. */
  public static void main(String[] arguments) throws Exception {
    Service service = new Service(Integer.parseInt(arguments[1]));
    Waiting waiting = new Waiting(Waits.on(Contestant.valueOf(arguments[0]), service));
    waiting.measure(Integer.parseInt(arguments[2]));
    System.exit(0);
  }

  private void measure(int size) throws InterruptedException {
    begin(WARM_UP).forEach(Runnable::run);
    keptJobs(WARM_UP);
    double empty = Heap.alive();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long cpu = SYSTEM.getProcessCpuTime();

    List<Runnable> cancels = begin(size);

    double pollMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / size;
    double waitBytes = (Heap.alive() - empty) / size;
    int moreThreads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
    cancels.forEach(Runnable::run);
    cancels.clear();
    keptJobs(WARM_UP); // meanwhile all contexts have had their turn
    double leftBytes = (Heap.alive() - empty) / size;
    double before = Heap.alive();
    List<RestoreJob> kept = keptJobs(size);
    double jobBytes = (Heap.alive() - before) / kept.size();
    System.out.printf(
        "%.1f %.1f %d %.1f %.1f%n", waitBytes, jobBytes, moreThreads, leftBytes, pollMicros);
  }

  /** So many waits, each of which has made its first poll. */
  private List<Runnable> begin(int size) throws InterruptedException {
    CountDownLatch polled = new CountDownLatch(size);
    List<Runnable> cancels = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      cancels.add(waits.await(jobs.next(), job -> polled.countDown()));
    }
    if (!polled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(polled.getCount() + " waits have not polled");
    }
    return cancels;
  }

  /** So many jobs, read one after the other. */
  private List<RestoreJob> keptJobs(int size) throws InterruptedException {
    List<RestoreJob> kept = Collections.synchronizedList(new ArrayList<>(size));
    for (int i = 0; i < size; i++) {
      CountDownLatch read = new CountDownLatch(1);
      waits.get(
          jobs.next(),
          (job, error) -> {
            if (error == null) {
              kept.add(job);
            }
            read.countDown();
          });
      read.await();
    }
    return kept;
  }
}
