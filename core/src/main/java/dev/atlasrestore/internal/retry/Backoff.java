package dev.atlasrestore.internal.retry;

import dev.atlasrestore.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Capped exponential back-off with full jitter: anything from zero to {@code min(maxDelay,
 * baseDelay · 2^(attempt − 1))}.
 */
final class Backoff {

  private static final int MAX_DOUBLINGS = 62;

  private Backoff() {}

  /** The pause after this attempt failed, from 1. */
  static Duration after(int attempt, RetryPolicy policy, RandomGenerator random) {
    long base = policy.baseDelay().toMillis();
    long cap = policy.maxDelay().toMillis();
    int doublings = Math.min(attempt - 1, MAX_DOUBLINGS);
    boolean beyondCap = base > cap >> doublings;
    long bound = beyondCap ? cap : base << doublings;
    return Duration.ofMillis(Math.round(random.nextDouble() * bound));
  }
}
