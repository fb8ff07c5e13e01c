package dev.atlasrestore.benchmarks.endtoend;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time and the allocations of the Java threads of this JVM, up to now.
 *
 * <p>While a window runs, the Java threads that work are the threads of one contestant and its
 * callers. The sum over all threads is therefore the cost of that contestant. The calling thread is
 * excluded, because it only measures.
 *
 * <p>The CPU time of the process would include the compiler threads, whose work does not belong to
 * the current window. It also has a resolution of only 10 ms on Linux. The garbage collector is not
 * included either. Its cost follows the allocations, which are measured separately.
 */
final class Usage {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> cpuNanos = new HashMap<>();
  private final Map<Long, Long> bytes = new HashMap<>();

  Usage() {
    long[] threads = THREADS.getAllThreadIds();
    long[] cpuOfThreads = THREADS.getThreadCpuTime(threads);
    long[] bytesOfThreads = THREADS.getThreadAllocatedBytes(threads);
    for (int i = 0; i < threads.length; i++) {
      if (threads[i] != Thread.currentThread().getId() && cpuOfThreads[i] >= 0) {
        cpuNanos.put(threads[i], cpuOfThreads[i]);
        bytes.put(threads[i], bytesOfThreads[i]);
      }
    }
  }

  /** Returns the CPU time since an earlier usage. Threads that have ended since do not count. */
  long cpuNanosSince(Usage earlier) {
    return increase(earlier.cpuNanos, cpuNanos);
  }

  /** Returns the allocations since an earlier usage. Threads that have ended since do not count. */
  long bytesSince(Usage earlier) {
    return increase(earlier.bytes, bytes);
  }

  private static long increase(Map<Long, Long> before, Map<Long, Long> after) {
    return after.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
        .sum();
  }
}
