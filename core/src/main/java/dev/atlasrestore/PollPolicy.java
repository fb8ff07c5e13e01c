package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a wait polls, and for how long. Immutable: every {@code with…} method returns a changed
 * copy. Cannot be subclassed outside of this package.
 *
 * <p>The first interval is {@link #interval()}. Every poll makes it longer by half, up to {@link
 * #maxInterval()}. Each interval is changed at random by up to 20 %. In addition, {@link #rate()}
 * limits the polls that all waits of one client make together, per group id. The first poll of a
 * wait counts and may be delayed; a {@link RestoreJobPort#get} counts but is never delayed.
 *
 * <p>By default from 4 s to 60 s, a deadline of 24 h, and 100 polls per minute and group. A
 * duration that is not longer than zero, or longer than {@value Durations#MAX_DAYS} days, is an
 * {@link IllegalArgumentException}.
 */
@AutoValue
public abstract class PollPolicy {

  private static final PollPolicy DEFAULTS =
      of(
          Duration.ofSeconds(4),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Optional.of(new Rate(100, Duration.ofMinutes(1))));

  PollPolicy() {}

  private static PollPolicy of(
      Duration interval, Duration maxInterval, Duration deadline, Optional<Rate> rate) {
    return new AutoValue_PollPolicy(
        Durations.requirePositive("interval", interval),
        Durations.requirePositive("maxInterval", maxInterval),
        Durations.requirePositive("deadline", deadline),
        rate);
  }

  /** Returns the default policy: 4 s to 60 s, deadline 24 h, 100 polls per minute and group. */
  public static PollPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a policy with a constant interval; deadline and rate are the defaults. The interval
   * grows after all if {@link #withMaxInterval} sets a longer maximum.
   */
  public static PollPolicy every(Duration interval) {
    return of(interval, interval, DEFAULTS.deadline(), DEFAULTS.rate());
  }

  /** Returns a copy with this first {@link #interval()}, which grows up to the maximum. */
  public PollPolicy withInterval(Duration interval) {
    return of(interval, maxInterval(), deadline(), rate());
  }

  /** Returns a copy with this {@link #maxInterval()}. */
  public PollPolicy withMaxInterval(Duration maxInterval) {
    return of(interval(), maxInterval, deadline(), rate());
  }

  /** Returns a copy with this {@link #deadline()}. */
  public PollPolicy withDeadline(Duration deadline) {
    return of(interval(), maxInterval(), deadline, rate());
  }

  /**
   * Returns a copy with this {@link #rate()}.
   *
   * @param requests the number of polls, at least 1
   * @param per the time in which so many polls are allowed
   * @throws IllegalArgumentException if one of them is out of bounds
   */
  public PollPolicy withRate(int requests, Duration per) {
    return of(interval(), maxInterval(), deadline(), Optional.of(new Rate(requests, per)));
  }

  /** Returns a copy without a limit on the polls that all waits of one client make together. */
  public PollPolicy withoutRate() {
    return of(interval(), maxInterval(), deadline(), Optional.empty());
  }

  /** The first interval between two polls. */
  public abstract Duration interval();

  /** The longest interval. If it is shorter than the first interval, all intervals have it. */
  public abstract Duration maxInterval();

  /** The time after which a wait ends with {@link DeadlineExceededException}. */
  public abstract Duration deadline();

  /** The limit on the polls of all waits of one client, per group id; empty for no limit. */
  public abstract Optional<Rate> rate();

  /**
   * A maximum number of requests in a time. They are spread evenly over it.
   *
   * @param requests the number of requests, at least 1
   * @param per the time; bounded like every duration of {@link PollPolicy}
   */
  public record Rate(int requests, Duration per) {

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if one of them is out of bounds
     */
    public Rate {
      if (requests < 1) {
        throw new IllegalArgumentException("requests must be at least 1");
      }
      Durations.requirePositive("per", per);
    }
  }
}
