package dev.atlasrestore.benchmarks.endtoend.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What this JVM has used of the machine up to a moment: processor time, and memory allocated. */
final class Usage {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long cpuNanos = SYSTEM.getProcessCpuTime();
  private final Map<Long, Long> allocated = new HashMap<>();

  Usage() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], Math.max(0, bytes[i]));
    }
  }

  long cpuNanosSince(Usage earlier) {
    return cpuNanos - earlier.cpuNanos;
  }

  /** Without that of threads that have ended meanwhile. */
  long bytesSince(Usage earlier) {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : allocated.entrySet()) {
      sum += thread.getValue() - earlier.allocated.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }
}
