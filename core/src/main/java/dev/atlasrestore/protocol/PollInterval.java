package dev.atlasrestore.protocol;

import dev.atlasrestore.PollPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes the time between two polls. It grows by 50 % with every poll up to a maximum, and has a
 * random jitter of ±20 %.
 */
final class PollInterval {

  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.2;

  private PollInterval() {}

  /**
   * Returns the interval after a poll; at least 1 ms.
   *
   * @param poll the number of the poll, from 1
   */
  static Duration after(int poll, PollPolicy policy, RandomGenerator random) {
    double first = policy.interval().toMillis();
    double max = policy.maxInterval().toMillis();
    double interval = Math.min(max, first * Math.pow(GROWTH, poll - 1.0));
    double jittered = interval * (1 - JITTER + 2 * JITTER * random.nextDouble());
    return Duration.ofMillis(Math.max(1, Math.round(jittered)));
  }

  /**
   * Returns a random part of an interval, between zero and the whole. It spreads waits that would
   * otherwise poll at the same time.
   */
  static Duration randomPart(Duration interval, RandomGenerator random) {
    return Duration.ofMillis(Math.round(interval.toMillis() * random.nextDouble()));
  }
}
