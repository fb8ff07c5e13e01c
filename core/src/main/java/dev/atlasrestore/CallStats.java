package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;

/**
 * What a call had cost when it failed.
 *
 * @param attempts how many attempts had been made
 * @param elapsed how much time had passed since the call began
 */
public record CallStats(int attempts, Duration elapsed) {

  /** No attempt, no time: for failures outside of any call, calls ended from outside, and fakes. */
  public static final CallStats NONE = new CallStats(0, Duration.ZERO);

  /** Takes both facts. */
  public CallStats {
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
