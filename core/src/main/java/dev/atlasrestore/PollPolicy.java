package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often and for how long to look while waiting for a job's end. Immutable; every {@code with…}
 * gives a changed copy.
 *
 * <p>The interval begins at {@link #interval()}, grows by half with every poll up to {@link
 * #maxInterval()}, and is jittered by ±20 %. {@link #rate()} bounds the polls of all waits of one
 * client together, per group id: it paces first reads of waits too; a plain {@link
 * RestoreJobPort#get} counts but never waits.
 *
 * <p>Defaults: 4 s up to 60 s, deadline 24 h, 100 polls a minute and group.
 */
public final class PollPolicy {

  private static final PollPolicy DEFAULTS =
      new PollPolicy(
          Duration.ofSeconds(4),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          new Rate(100, Duration.ofMinutes(1)));

  private final Duration interval;
  private final Duration maxInterval;
  private final Duration deadline;
  private final @Nullable Rate rate;

  private PollPolicy(
      Duration interval, Duration maxInterval, Duration deadline, @Nullable Rate rate) {
    this.interval = Durations.requirePositive("interval", interval);
    this.maxInterval = Durations.requirePositive("maxInterval", maxInterval);
    this.deadline = Durations.requirePositive("deadline", deadline);
    this.rate = rate;
  }

  /** 4 s growing to 60 s, deadline 24 h, 100 polls a minute and group. */
  public static PollPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Polls at this interval, which does not grow (see {@link #withMaxInterval}); the rest as in
   * {@link #defaults()}.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public static PollPolicy every(Duration interval) {
    return new PollPolicy(interval, interval, DEFAULTS.deadline, DEFAULTS.rate);
  }

  /**
   * How far the interval may grow. A value below the first interval makes every interval that
   * short.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public PollPolicy withMaxInterval(Duration maxInterval) {
    return new PollPolicy(interval, maxInterval, deadline, rate);
  }

  /**
   * How long one wait may last in all.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public PollPolicy withDeadline(Duration deadline) {
    return new PollPolicy(interval, maxInterval, deadline, rate);
  }

  /**
   * How many polls all waits of a client may make together, per group id.
   *
   * @param requests how many, at least 1
   * @param per in which time; more than zero, at most 36500 days
   * @throws IllegalArgumentException if one is not
   */
  public PollPolicy withRate(int requests, Duration per) {
    return new PollPolicy(interval, maxInterval, deadline, new Rate(requests, per));
  }

  /** No bound on the polls of all waits together. */
  public PollPolicy withoutRate() {
    return new PollPolicy(interval, maxInterval, deadline, null);
  }

  /** The first interval. */
  public Duration interval() {
    return interval;
  }

  /** How far the interval may grow. */
  public Duration maxInterval() {
    return maxInterval;
  }

  /** How long one wait may last in all. */
  public Duration deadline() {
    return deadline;
  }

  /** How many polls all waits of a client may make together, per group id; empty for no bound. */
  public Optional<Rate> rate() {
    return Optional.ofNullable(rate);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PollPolicy that
        && interval.equals(that.interval)
        && maxInterval.equals(that.maxInterval)
        && deadline.equals(that.deadline)
        && Objects.equals(rate, that.rate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(interval, maxInterval, deadline, rate);
  }

  @Override
  public String toString() {
    return "PollPolicy[interval="
        + interval
        + ", maxInterval="
        + maxInterval
        + ", deadline="
        + deadline
        + ", rate="
        + rate
        + "]";
  }

  /**
   * A bound on requests over time; they are spread evenly.
   *
   * @param requests how many, at least 1
   * @param per in which time; more than zero, at most 36500 days
   */
  public record Rate(int requests, Duration per) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if one is out of it
     */
    public Rate {
      if (requests < 1) {
        throw new IllegalArgumentException("requests must be at least 1");
      }
      Durations.requirePositive("per", per);
    }
  }
}
