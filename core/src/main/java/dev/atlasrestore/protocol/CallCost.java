package dev.atlasrestore.protocol;

import dev.atlasrestore.CallStats;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts the attempts and measures the time of one call. The steps of the call are taken one after
 * another, so this class needs no lock.
 */
final class CallCost {

  private final Instant began;
  private int attempts;

  CallCost(Instant began) {
    this.began = began;
  }

  void count(int more) {
    attempts += more;
  }

  CallStats stats(Instant now) {
    return new CallStats(attempts, Duration.between(began, now));
  }
}
