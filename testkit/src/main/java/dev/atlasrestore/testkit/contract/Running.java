package dev.atlasrestore.testkit.contract;

import org.jspecify.annotations.Nullable;

/**
 * A conversation under way.
 *
 * @param <T> what it ends with
 */
public interface Running<T extends @Nullable Object> {

  /**
   * Waits for the end. Throws the very instance it failed with, checked or not. The kit waits for
   * no run that it has cancelled.
   */
  T await() throws InterruptedException;

  /** Cancels it in the way of its world: disposes, interrupts, or the like. Returns at once. */
  void cancel();
}
