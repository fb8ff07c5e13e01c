package dev.atlasrestore.testkit.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call that is running.
 *
 * @param <T> the result of the call
 */
public interface Running<T extends @Nullable Object> {

  /**
   * Starts a blocking call on a new daemon thread. {@link #cancel()} interrupts the thread.
   *
   * @param call the call, which may throw any exception
   */
  static <T extends @Nullable Object> Running<T> interruptible(Callable<T> call) {
    return BackgroundCall.start(call);
  }

  /**
   * Adapts a call that returns a future.
   *
   * @param result the result of the call. {@link #cancel()} cancels this very future
   */
  static <T extends @Nullable Object> Running<T> of(CompletableFuture<T> result) {
    return new FutureCall<>(result);
  }

  /**
   * Waits for the end of the call and returns its result. If the call failed, throws the same
   * instance, checked or not. The kit never waits for a call that it has cancelled.
   */
  T await() throws InterruptedException;

  /**
   * Cancels the call in the way of its stack, for example by disposing a subscription or
   * interrupting a thread. Returns at once.
   */
  void cancel();
}
