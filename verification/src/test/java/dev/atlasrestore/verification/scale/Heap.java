package dev.atlasrestore.verification.scale;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/** How much of this JVM's heap is in use by what is reachable. */
final class Heap {

  private static final int LOOKS = 4;

  private Heap() {}

  /** The least of several looks, each after a full collection: what is left is held by somebody. */
  static long used() {
    return LongStream.range(0, LOOKS)
        .map(
            look -> {
              System.gc();
              return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            })
        .min()
        .orElseThrow();
  }
}
