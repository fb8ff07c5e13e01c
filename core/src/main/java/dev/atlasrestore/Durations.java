package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;

/** The checks of durations that several policies share. */
final class Durations {

  /** Longer than any sensible setting, and far from where arithmetic on instants overflows. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  static Duration requirePositive(String name, Duration value) {
    if (requireNotNegative(name, value).isZero()) {
      throw new IllegalArgumentException(name + " must be more than zero");
    }
    return value;
  }

  static Duration requireNotNegative(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must not be negative nor longer than 36500 days");
    }
    return value;
  }
}
