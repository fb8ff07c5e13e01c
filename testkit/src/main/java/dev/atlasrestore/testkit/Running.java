package dev.atlasrestore.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A conversation under way.
 *
 * @param <T> what it ends with
 */
public interface Running<T extends @Nullable Object> {

  /** Waits for the end. Throws the very error it failed with. */
  T await() throws InterruptedException;

  /** Cancels it in the way of its world. */
  void cancel();
}
