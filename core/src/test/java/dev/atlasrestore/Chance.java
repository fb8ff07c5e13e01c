package dev.atlasrestore;

import java.util.random.RandomGenerator;

/** Random generators that always return the same value, so that a test knows the jitter. */
public final class Chance {

  private Chance() {}

  /** Returns this fraction every time; from 0 (inclusive) to 1 (exclusive). */
  public static RandomGenerator always(double fraction) {
    long bits = (long) (fraction * 0x1.0p53);
    return () -> bits << 11;
  }

  /** Returns the largest fraction below 1 every time. */
  public static RandomGenerator highest() {
    return () -> -1L;
  }
}
