package dev.atlasrestore.internal.retry;

/**
 * What all calls of a client may spend on retries: every call adds a tenth of a token, at most ten
 * are kept, every retry takes one. A service that is down sees 1.1 times the calls and ten more at
 * most. Safe for use by many threads.
 */
public final class RetryBudget {

  private static final int TENTHS_PER_RETRY = 10;
  private static final int MAX_TENTHS = 100;

  private final boolean limited;
  private int tenths = MAX_TENTHS;

  /** A full budget, or one that never ends. */
  public RetryBudget(boolean limited) {
    this.limited = limited;
  }

  /** A call begins. */
  synchronized void earn() {
    tenths = Math.min(MAX_TENTHS, tenths + 1);
  }

  /** Takes one retry, if there is one. */
  synchronized boolean spend() {
    if (limited && tenths < TENTHS_PER_RETRY) {
      return false;
    }
    tenths = Math.max(0, tenths - TENTHS_PER_RETRY);
    return true;
  }
}
