package dev.atlasrestore.benchmarks.endtoend.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** When callers stop beginning new fetches. */
@FunctionalInterface
public interface Limit {

  /** Whether one more fetch may begin. */
  boolean admitsOneMore();

  /** For so long from now on. */
  static Limit ofMillis(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return () -> System.nanoTime() - end < 0;
  }

  /** So many in all. */
  static Limit ofFetches(long fetches) {
    AtomicLong left = new AtomicLong(fetches);
    return () -> left.getAndDecrement() > 0;
  }
}
