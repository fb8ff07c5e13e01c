package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a read that failed in passing is repeated. Immutable; every {@code with…}
 * gives a changed copy.
 *
 * <p>Failing in passing is: no answer (refused, dropped, cut short, timed out) and the statuses
 * 408, 429, 500, 502, 503 and 504. The pause before attempt <i>n</i> + 1 is chosen at random
 * between zero and {@code min(maxDelay, baseDelay · 2^(n−1))} ("full jitter"); {@code Retry-After}
 * is waited for in full, and the jitter comes on top.
 *
 * <p>Defaults: 3 attempts, base delay 500 ms, at most 20 s, with budget.
 */
public final class RetryPolicy {

  private static final RetryPolicy DEFAULTS =
      new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(20), true);

  private final int maxAttempts;
  private final Duration baseDelay;
  private final Duration maxDelay;
  private final boolean budget;

  private RetryPolicy(int maxAttempts, Duration baseDelay, Duration maxDelay, boolean budget) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "maxAttempts must be at least 1: the first attempt counts");
    }
    this.maxAttempts = maxAttempts;
    this.baseDelay = Durations.requireNotNegative("baseDelay", baseDelay);
    this.maxDelay = Durations.requireNotNegative("maxDelay", maxDelay);
    this.budget = budget;
  }

  /** 3 attempts, base delay 500 ms, at most 20 s, with budget. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** One attempt and no more. */
  public static RetryPolicy none() {
    return DEFAULTS.withMaxAttempts(1);
  }

  /**
   * How many attempts a call may make, the first one included.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RetryPolicy withMaxAttempts(int maxAttempts) {
    return new RetryPolicy(maxAttempts, baseDelay, maxDelay, budget);
  }

  /**
   * The bound of the first pause; it doubles with every attempt. Zero is no pause.
   *
   * @throws IllegalArgumentException if it is negative, or longer than 36500 days
   */
  public RetryPolicy withBaseDelay(Duration baseDelay) {
    return new RetryPolicy(maxAttempts, baseDelay, maxDelay, budget);
  }

  /**
   * The bound that doubling never passes. A longer {@code Retry-After} is waited for all the same.
   *
   * @throws IllegalArgumentException if it is negative, or longer than 36500 days
   */
  public RetryPolicy withMaxDelay(Duration maxDelay) {
    return new RetryPolicy(maxAttempts, baseDelay, maxDelay, budget);
  }

  /**
   * Whether all calls of one client share a budget: every call adds a tenth of a token, at most 10
   * are kept, every retry takes one. So retries multiply the load on a service that is down by 1.1
   * at most.
   */
  public RetryPolicy withBudget(boolean budget) {
    return new RetryPolicy(maxAttempts, baseDelay, maxDelay, budget);
  }

  /** How many attempts a call may make. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** The bound of the first pause. */
  public Duration baseDelay() {
    return baseDelay;
  }

  /** The bound that doubling never passes. */
  public Duration maxDelay() {
    return maxDelay;
  }

  /** Whether all calls of one client share a budget. */
  public boolean budget() {
    return budget;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetryPolicy that
        && maxAttempts == that.maxAttempts
        && baseDelay.equals(that.baseDelay)
        && maxDelay.equals(that.maxDelay)
        && budget == that.budget;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxAttempts, baseDelay, maxDelay, budget);
  }

  @Override
  public String toString() {
    return "RetryPolicy[maxAttempts="
        + maxAttempts
        + ", baseDelay="
        + baseDelay
        + ", maxDelay="
        + maxDelay
        + ", budget="
        + budget
        + "]";
  }
}
