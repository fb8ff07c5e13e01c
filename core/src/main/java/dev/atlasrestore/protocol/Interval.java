package dev.atlasrestore.protocol;

import dev.atlasrestore.PollPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time between two polls: grows by half with every poll up to a cap, jittered by a fifth either
 * way.
 */
final class Interval {

  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.2;

  private Interval() {}

  /** The pause after this poll, from 1. */
  static Duration after(int poll, PollPolicy policy, RandomGenerator random) {
    double first = policy.interval().toMillis();
    double cap = policy.maxInterval().toMillis();
    double plain = Math.min(cap, first * Math.pow(GROWTH, poll - 1.0));
    double jittered = plain * (1 - JITTER + 2 * JITTER * random.nextDouble());
    return Duration.ofMillis(Math.max(1, Math.round(jittered)));
  }

  /** A part of it, any from none to all: spreads those who would go on at the same time. */
  static Duration partOf(Duration interval, RandomGenerator random) {
    return Duration.ofMillis(Math.round(interval.toMillis() * random.nextDouble()));
  }
}
