package dev.atlasrestore.exchange;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that never runs backwards: the wall clock's time at its creation, plus the monotonic time
 * since then. A jump of the wall clock changes no deadline. The time during which the machine was
 * suspended may not count. Safe for use by many threads.
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
