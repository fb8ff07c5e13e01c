package dev.atlasrestore.internal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Compares times, and fits pauses into the time that remains before a deadline. */
public final class Times {

  private static final Duration LEAST_REMAINDER = Duration.ofSeconds(1);

  private Times() {}

  /** Returns the shorter of two durations. */
  public static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Returns the earlier of two instants. */
  public static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Returns the later of two instants. */
  public static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /**
   * Fits a pause into the time that remains before a deadline. A pause that ends before the
   * deadline is returned as it is. A longer pause is cut to {@code least} plus half of the rest of
   * the time.
   *
   * @param least the part of the pause that must not be cut
   * @return the pause; empty if the pause must be cut and less than one second remains after {@code
   *     least}
   */
  public static Optional<Duration> fitPause(
      Duration pause, Duration least, Instant now, Instant deadline) {
    Duration remaining = Duration.between(now, deadline);
    if (pause.compareTo(remaining) < 0) {
      return Optional.of(pause);
    }
    Duration rest = remaining.minus(least);
    return rest.compareTo(LEAST_REMAINDER) < 0
        ? Optional.empty()
        : Optional.of(least.plus(rest.dividedBy(2)));
  }
}
