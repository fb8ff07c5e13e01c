package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;

/** Checks the durations of {@link Timeouts}, {@link RetryPolicy} and {@link PollPolicy}. */
final class Durations {

  /** The longest duration that is accepted, in days. Adding it to an instant does not overflow. */
  static final int MAX_DAYS = 36_500;

  private static final Duration MAX = Duration.ofDays(MAX_DAYS);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private Durations() {}

  /** Returns the value if it is longer than zero and not longer than the maximum. */
  static Duration requirePositive(String name, Duration value) {
    requireNotTooLong(name, value);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than zero");
    }
    return value;
  }

  /**
   * Returns the value if it is zero, or at least one millisecond and not longer than the maximum.
   * Delays are drawn in whole milliseconds, so a shorter one would always be zero.
   */
  static Duration requireDelay(String name, Duration value) {
    requireNotTooLong(name, value);
    if (!value.isZero() && value.compareTo(MILLISECOND) < 0) {
      throw new IllegalArgumentException(name + " must be zero or at least 1 ms");
    }
    return value;
  }

  private static void requireNotTooLong(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(name + " must be at most " + MAX_DAYS + " days");
    }
  }
}
