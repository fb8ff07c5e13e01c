package dev.atlasrestore;

import java.time.Duration;

/**
 * The limit on the polls that all waits of one client make together, for each group id: a number of
 * polls in each period, and a {@linkplain #burst() burst}. See {@link AtlasConfig#withPollRate}.
 *
 * @param requests the number of polls in each period, at least 1
 * @param per the period
 */
public record PollRate(int requests, Duration per) {

  private static final int MAX_BURST = 20;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if {@code requests} is less than 1, or the period is not
   *     positive or too long
   */
  public PollRate {
    if (requests < 1) {
      throw new IllegalArgumentException("requests must be at least 1");
    }
    Durations.requirePositive("per", per);
  }

  /**
   * Returns how many polls may be made at once after a time without polls: {@link #requests()}, at
   * most 20. In any time span, the polls exceed the rate by at most this number.
   */
  public int burst() {
    return Math.min(requests, MAX_BURST);
  }
}
