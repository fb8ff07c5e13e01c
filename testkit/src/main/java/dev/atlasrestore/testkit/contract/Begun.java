package dev.atlasrestore.testkit.contract;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A blocking call in a thread of its own. */
final class Begun<T> {

  private final FutureTask<T> task;

  private Begun(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Begun<T> of(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "blocking-call");
    thread.setDaemon(true);
    thread.start();
    return new Begun<>(task);
  }

  /** What it throws, within that time. */
  Throwable failure(Duration atMost) throws InterruptedException {
    try {
      T value = task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      throw new AssertionError("should have failed, but gave " + value);
    } catch (ExecutionException e) {
      return Objects.requireNonNullElse(e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("has not ended within " + atMost, e);
    }
  }
}
