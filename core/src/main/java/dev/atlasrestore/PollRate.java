package dev.atlasrestore;

import java.time.Duration;

/**
 * The limit on the polls that all waits of one client make together, for each group id: so many
 * requests in each period, and a short burst. See {@link AtlasConfig#withPollRate}.
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
   * Returns how many polls may be made at once after a time without polls: the polls of one period,
   * at most 20. In any time span there are at most this many polls more than the rate allows.
   */
  public int burst() {
    return Math.min(requests, MAX_BURST);
  }
}
