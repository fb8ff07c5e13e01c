package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;

/**
 * The cost of a call that failed.
 *
 * @param attempts the number of attempts that were made
 * @param elapsed the time from the start of the call to the failure
 */
public record CallStats(int attempts, Duration elapsed) {

  /**
   * No attempt and no time. For failures outside of a call, for calls that an interrupt or {@code
   * close()} ends, and for fakes in tests.
   */
  public static final CallStats NONE = new CallStats(0, Duration.ZERO);

  /** Requires both parts. */
  public CallStats {
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
