package dev.atlasrestore.exchange;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that never runs backwards: the wall clock at its making, plus monotonic time since. A
 * jump of the wall clock changes no deadline; time in which the machine slept may not count. Safe
 * for use by many threads.
 */
public final class ElapsedClock implements InstantSource {

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  /** Starts a clock at the wall clock's time. */
  public ElapsedClock() {}

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
