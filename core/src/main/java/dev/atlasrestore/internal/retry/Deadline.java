package dev.atlasrestore.internal.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Fits pauses into the time that is left. */
public final class Deadline {

  private static final Duration WORTHWHILE = Duration.ofSeconds(1);

  private Deadline() {}

  /**
   * The pause to make before the next try, with the deadline ahead: never less than {@code least};
   * cut to half of what is left after that where it would pass the deadline.
   *
   * @return empty if nothing worthwhile fits any more: no try begins at or after a deadline
   */
  public static Optional<Duration> fit(
      Duration pause, Duration least, Instant now, Instant deadline) {
    Duration left = Duration.between(now, deadline);
    if (pause.compareTo(left) < 0) {
      return Optional.of(pause);
    }
    Duration slack = left.minus(least);
    return slack.compareTo(WORTHWHILE) < 0
        ? Optional.empty()
        : Optional.of(least.plus(slack.dividedBy(2)));
  }
}
