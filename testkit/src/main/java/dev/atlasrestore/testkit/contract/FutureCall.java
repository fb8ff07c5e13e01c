package dev.atlasrestore.testkit.contract;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A call whose result is a future. Cancelling the future cancels it. */
record FutureCall<T extends @Nullable Object>(CompletableFuture<T> result) implements Running<T> {

  @Override
  public T await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw Rethrown.unchanged(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  @Override
  public void cancel() {
    result.cancel(true);
  }
}
