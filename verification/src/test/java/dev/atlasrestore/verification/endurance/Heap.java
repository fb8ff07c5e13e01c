package dev.atlasrestore.verification.endurance;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is in use by what is still reachable. */
final class Heap {

  /** What one JVM's heap differs by from one moment to the next, without any leak. */
  static final long NOISE = 3L * 1024 * 1024;

  private static final int LOOKS = 4;

  private Heap() {}

  /** The least of several looks, each behind a full collection. */
  static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
