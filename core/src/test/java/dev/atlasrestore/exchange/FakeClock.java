package dev.atlasrestore.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a test: stands still until somebody advances it. Several dialogues may share one. For
 * one thread.
 */
public final class FakeClock {

  /** When every test begins. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = START;

  /** A clock that shows {@link #START}. */
  public FakeClock() {}

  /** The time. */
  public Instant now() {
    return now;
  }

  /** How much time has passed since the test began. */
  public Duration elapsed() {
    return Duration.between(START, now);
  }

  /** Lets time pass. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("this clock never runs backwards");
    }
    now = now.plus(by);
  }

  /** Lets time pass until then; a time that has passed already changes nothing. */
  public void advanceTo(Instant then) {
    if (then.isAfter(now)) {
      now = then;
    }
  }
}
