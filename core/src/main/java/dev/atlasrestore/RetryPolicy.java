package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/**
 * How often a read is attempted, and how long to pause between two attempts. Immutable: every
 * {@code with…} method returns a changed copy. Cannot be subclassed outside of this package.
 *
 * <p>These failures are retried:
 *
 * <ul>
 *   <li>The host name did not resolve.
 *   <li>The connection was refused or closed, or no pooled connection became free in time.
 *   <li>Connecting or the response took longer than its timeout, or the response was incomplete.
 *   <li>The status of the response is 408, 429, 500, 502, 503 or 504.
 *   <li>The service called every nonce of the attempt stale.
 * </ul>
 *
 * <p>A request that is lost because the server has closed a pooled connection is sent once more,
 * which does not count as an attempt.
 *
 * <p>The pause before attempt <i>n</i> + 1 is drawn at random between zero and {@code min(maxDelay,
 * baseDelay · 2^(n−1))} ("full jitter"). After a response with {@code Retry-After}, the pause is
 * that time plus the random pause.
 *
 * <p>By default there are 3 attempts, a base delay of 500 ms, a maximum delay of 20 s, and a retry
 * budget. The methods throw {@link IllegalArgumentException} for a delay that is neither zero nor
 * from 1 ms to {@value Durations#MAX_DAYS} days.
 */
@AutoValue
public abstract class RetryPolicy {

  private static final RetryPolicy DEFAULTS =
      of(3, Duration.ofMillis(500), Duration.ofSeconds(20), true);

  RetryPolicy() {}

  private static RetryPolicy of(
      int maxAttempts, Duration baseDelay, Duration maxDelay, boolean budget) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "maxAttempts must be at least 1: it includes the first attempt");
    }
    return new AutoValue_RetryPolicy(
        maxAttempts,
        Durations.requireDelay("baseDelay", baseDelay),
        Durations.requireDelay("maxDelay", maxDelay),
        budget);
  }

  /** Returns the default policy: 3 attempts, base delay 500 ms, maximum delay 20 s, budget. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns a policy of one attempt and no retry. */
  public static RetryPolicy none() {
    return DEFAULTS.withMaxAttempts(1);
  }

  /**
   * Returns a copy with this {@link #maxAttempts()}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RetryPolicy withMaxAttempts(int maxAttempts) {
    return of(maxAttempts, baseDelay(), maxDelay(), budget());
  }

  /** Returns a copy with this {@link #baseDelay()}. */
  public RetryPolicy withBaseDelay(Duration baseDelay) {
    return of(maxAttempts(), baseDelay, maxDelay(), budget());
  }

  /** Returns a copy with this {@link #maxDelay()}. */
  public RetryPolicy withMaxDelay(Duration maxDelay) {
    return of(maxAttempts(), baseDelay(), maxDelay, budget());
  }

  /** Returns a copy with or without a retry {@link #budget()}. */
  public RetryPolicy withBudget(boolean budget) {
    return of(maxAttempts(), baseDelay(), maxDelay(), budget);
  }

  /** The maximum number of attempts of one read, the first one included. */
  public abstract int maxAttempts();

  /** The longest pause before the second attempt. It doubles with every attempt. Zero: no pause. */
  public abstract Duration baseDelay();

  /**
   * The longest random pause: {@link #baseDelay()} doubles up to this value. It does not limit
   * {@code Retry-After}.
   */
  public abstract Duration maxDelay();

  /**
   * Whether all calls of one client share a retry budget. Every read adds 0.1 tokens, at most 10
   * tokens are kept, and every retry takes one token. So retries add at most 10 % to the load of a
   * failing service, plus a burst of 10.
   */
  public abstract boolean budget();
}
