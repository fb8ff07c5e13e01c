package dev.atlasrestore.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * A test's clock. It stands still until a test advances it. Not safe for use by several threads.
 */
public final class FakeClock {

  /** The time at which every test begins. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = START;

  /** Creates a clock that shows {@link #START}. */
  public FakeClock() {}

  /** Returns the time. */
  public Instant now() {
    return now;
  }

  /** Returns the time since {@link #START}. */
  public Duration elapsed() {
    return Duration.between(START, now);
  }

  /** Advances the clock by a duration, which must not be negative. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("the clock must not run backwards");
    }
    now = now.plus(by);
  }

  /** Advances the clock to a time. Does nothing if that time has passed. */
  public void advanceTo(Instant then) {
    if (then.isAfter(now)) {
      now = then;
    }
  }
}
