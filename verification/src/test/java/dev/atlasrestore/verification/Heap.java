package dev.atlasrestore.verification;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the heap of this JVM. */
public final class Heap {

  private static final int MEASUREMENTS = 4;

  private Heap() {}

  /**
   * Returns the bytes in use by reachable objects. Takes the smallest of several measurements, each
   * after a full collection, because one collection may leave garbage behind.
   */
  public static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < MEASUREMENTS; i++) {
      memory.gc();
      smallest = Math.min(smallest, memory.getHeapMemoryUsage().getUsed());
    }
    return smallest;
  }
}
