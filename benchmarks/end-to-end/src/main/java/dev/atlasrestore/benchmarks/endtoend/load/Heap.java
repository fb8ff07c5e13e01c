package dev.atlasrestore.benchmarks.endtoend.load;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** What is alive on this JVM's heap. */
public final class Heap {

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int COLLECTIONS = 4;

  private Heap() {}

  /** Its size in bytes, after what is dead has been taken away. */
  public static long alive() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
