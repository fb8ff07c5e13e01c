package dev.atlasrestore.internal.read;

import dev.atlasrestore.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Capped exponential back-off with full jitter: a random delay between zero and {@code
 * min(maxDelay, baseDelay · 2^(attempt − 1))}.
 */
public final class Backoff {

  private static final int MAX_DOUBLINGS = 62;

  private Backoff() {}

  /**
   * Returns the delay after a failed attempt.
   *
   * @param attempt the number of the failed attempt, from 1
   */
  public static Duration after(int attempt, RetryPolicy policy, RandomGenerator random) {
    long base = policy.baseDelay().toMillis();
    long cap = policy.maxDelay().toMillis();
    int doublings = Math.min(attempt - 1, MAX_DOUBLINGS);
    boolean exceedsCap = base > cap >> doublings;
    long bound = exceedsCap ? cap : base << doublings;
    return Duration.ofMillis(Math.round(random.nextDouble() * bound));
  }
}
