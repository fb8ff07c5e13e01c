package dev.atlasrestore.transport.vertx;

import java.io.IOException;

/**
 * Remembers when a request was last lost on a reused connection.
 *
 * <p>A server, or a firewall on the way, often closes or forgets all idle connections at once. So a
 * connection that has been idle since before the last loss is not used again. Safe for use by many
 * threads.
 */
final class LostConnections {

  private volatile boolean any;
  private volatile long lastLossNanos;

  /** Records that a request was lost now. */
  void recordLoss() {
    lastLossNanos = System.nanoTime();
    any = true;
  }

  /**
   * Returns whether a connection must not be used again.
   *
   * @param idleSinceNanos the end of its last response, as {@link System#nanoTime()}
   */
  boolean mayInclude(long idleSinceNanos) {
    return any && idleSinceNanos - lastLossNanos <= 0;
  }

  /** The connection of an exchange may be lost, so the request was not sent on it. */
  static final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException() {
      super("the connection has been idle since before another one was lost");
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
