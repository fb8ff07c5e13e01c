package dev.atlasrestore.testkit.contract;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A blocking call on its own daemon thread. An interrupt cancels it. */
final class BackgroundCall<T extends @Nullable Object> implements Running<T> {

  static final String THREAD_NAME = "blocking-call";

  private final FutureTask<T> task;
  private final Thread thread;

  private BackgroundCall(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = new Thread(task, THREAD_NAME);
    thread.setDaemon(true);
  }

  /** Starts a call and returns at once. */
  static <T extends @Nullable Object> BackgroundCall<T> start(Callable<T> call) {
    BackgroundCall<T> background = new BackgroundCall<>(call);
    background.thread.start();
    return background;
  }

  @Override
  public T await() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw Rethrown.unchanged(cause(e));
    }
  }

  @Override
  public void cancel() {
    thread.interrupt();
  }

  /** Returns the exception that the call throws within this time. */
  Throwable awaitFailure(Duration timeout) throws InterruptedException {
    try {
      T value = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      throw new AssertionError("the call must fail, but returned " + value);
    } catch (ExecutionException e) {
      return cause(e);
    } catch (TimeoutException e) {
      throw new AssertionError("the call has not ended within " + timeout, e);
    }
  }

  private static Throwable cause(ExecutionException e) {
    return Objects.requireNonNullElse(e.getCause(), e);
  }
}
