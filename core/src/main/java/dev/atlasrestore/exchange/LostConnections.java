package dev.atlasrestore.exchange;

/**
 * Remembers when a request was last lost on a reused connection.
 *
 * <p>A server, or a firewall on the way, often closes or forgets all idle connections at once. So a
 * connection that has been idle since before the last loss is not used again. Safe for use by many
 * threads.
 */
public final class LostConnections {

  private volatile boolean any;
  private volatile long lastLossNanos;

  /** Creates a record without losses. */
  public LostConnections() {}

  /**
   * Records that a request was lost.
   *
   * @param nowNanos the time, as {@link System#nanoTime()}
   */
  public void recordLoss(long nowNanos) {
    lastLossNanos = nowNanos;
    any = true;
  }

  /** Returns whether a request was ever lost. */
  public boolean hasLosses() {
    return any;
  }

  /**
   * Returns whether a connection must not be used again.
   *
   * @param idleSinceNanos the end of its last response, as {@link System#nanoTime()}
   */
  public boolean isSuspect(long idleSinceNanos) {
    return any && idleSinceNanos - lastLossNanos <= 0;
  }
}
