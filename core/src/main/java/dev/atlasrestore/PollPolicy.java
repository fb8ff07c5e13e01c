package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/**
 * How often a wait polls, and for how long. Immutable: every {@code with…} method returns a changed
 * copy. Cannot be subclassed outside of this package.
 *
 * <p>The first interval is {@link #interval()}. Every poll makes it longer by half, up to {@link
 * #maxInterval()}. Each interval is changed at random by up to 20 %. In addition, {@link
 * AtlasConfig#pollRate()} limits the polls that all waits of one client make together, per group
 * id.
 *
 * <p>An interval that would pass the deadline is shortened, so that the wait polls one last time
 * shortly before the deadline: two seconds before it, or a tenth of {@link #deadline()} before it
 * if that is shorter.
 *
 * <p>Waits for the same job do not share polls, even if they run at the same time: each has its own
 * interval and deadline, and passes its own polls to its caller. Wait once for each job, and let
 * your callers share the result.
 *
 * <p>By default the intervals grow from 4 s to 60 s, and the deadline is 24 h. The methods throw
 * {@link IllegalArgumentException} for a duration that is not longer than zero, or longer than
 * {@value Durations#MAX_DAYS} days.
 */
@AutoValue
public abstract class PollPolicy {

  private static final PollPolicy DEFAULTS =
      of(Duration.ofSeconds(4), Duration.ofSeconds(60), Duration.ofHours(24));

  PollPolicy() {}

  private static PollPolicy of(Duration interval, Duration maxInterval, Duration deadline) {
    return new AutoValue_PollPolicy(
        Durations.requirePositive("interval", interval),
        Durations.requirePositive("maxInterval", maxInterval),
        Durations.requirePositive("deadline", deadline));
  }

  /** Returns the default policy: 4 s to 60 s, deadline 24 h. */
  public static PollPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a policy with a constant interval and the default deadline. If {@link #withMaxInterval}
   * then sets a longer maximum, the interval grows.
   */
  public static PollPolicy every(Duration interval) {
    return of(interval, interval, DEFAULTS.deadline());
  }

  /** Returns a copy with this first {@link #interval()}, which grows up to the maximum. */
  public PollPolicy withInterval(Duration interval) {
    return of(interval, maxInterval(), deadline());
  }

  /** Returns a copy with this {@link #maxInterval()}. */
  public PollPolicy withMaxInterval(Duration maxInterval) {
    return of(interval(), maxInterval, deadline());
  }

  /** Returns a copy with this {@link #deadline()}. */
  public PollPolicy withDeadline(Duration deadline) {
    return of(interval(), maxInterval(), deadline);
  }

  /** The first interval between two polls. */
  public abstract Duration interval();

  /** The longest interval. If it is shorter than the first interval, all intervals have it. */
  public abstract Duration maxInterval();

  /** The time after which a wait ends with {@link DeadlineExceededException}. */
  public abstract Duration deadline();
}
