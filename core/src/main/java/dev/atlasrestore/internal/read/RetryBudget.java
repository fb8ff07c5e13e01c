package dev.atlasrestore.internal.read;

/**
 * Limits the retries of all reads of a client together. Every read adds a tenth of a token, at most
 * ten tokens are kept, and every retry takes one token. So retries add at most 10 % to the load of
 * a service that is down, plus 10 requests. Safe for use by many threads.
 */
final class RetryBudget {

  private static final int TENTHS_PER_RETRY = 10;
  private static final int MAX_TENTHS = 100;

  private final boolean limited;
  private int tenths = MAX_TENTHS;

  /**
   * Creates a full budget.
   *
   * @param limited false for a budget that allows every retry
   */
  RetryBudget(boolean limited) {
    this.limited = limited;
  }

  /** Adds the share of one read. */
  synchronized void earn() {
    tenths = Math.min(MAX_TENTHS, tenths + 1);
  }

  /** Takes one token and returns true, or returns false if no whole token is left. */
  synchronized boolean trySpend() {
    if (limited && tenths < TENTHS_PER_RETRY) {
      return false;
    }
    tenths = Math.max(0, tenths - TENTHS_PER_RETRY);
    return true;
  }
}
