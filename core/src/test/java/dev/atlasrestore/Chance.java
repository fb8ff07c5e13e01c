package dev.atlasrestore;

import java.util.random.RandomGenerator;

/** Jitter that a test decides. */
public final class Chance {

  private Chance() {}

  /** Draws this fraction every time, from 0 (inclusive) to 1 (exclusive). */
  public static RandomGenerator always(double fraction) {
    long bits = (long) (fraction * 0x1.0p53);
    return () -> bits << 11;
  }

  /** Draws the largest fraction there is, every time. */
  public static RandomGenerator highest() {
    return () -> -1L;
  }
}
