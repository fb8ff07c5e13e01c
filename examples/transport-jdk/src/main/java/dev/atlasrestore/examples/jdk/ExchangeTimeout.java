package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timeout of one exchange. The timeout of a {@link Step.Send} runs once. The timeout of a
 * {@link Step.Transfer} starts again whenever the exchange waits for bytes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The dependent actions throw nothing.
final class ExchangeTimeout {

  private final Duration limit;
  private final boolean isIdleTimeout;
  private final CompletableFuture<@Nullable Void> expired = new CompletableFuture<>();
  private CompletableFuture<?> timer;

  private ExchangeTimeout(Duration limit, boolean isIdleTimeout) {
    this.limit = limit;
    this.isIdleTimeout = isIdleTimeout;
    this.timer = startTimer();
  }

  /** Starts the timeout of this step. */
  static <T extends @Nullable Object> ExchangeTimeout start(Step.Exchange<T> step) {
    return step instanceof Step.Transfer<T> transfer
        ? new ExchangeTimeout(transfer.idleTimeout(), true)
        : new ExchangeTimeout(((Step.Send<T>) step).timeout(), false);
  }

  /** Returns a future that is complete after the delay. Cancelling it releases its timer. */
  static CompletableFuture<?> timer(Duration delay) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    return new CompletableFuture<@Nullable Void>()
        .completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<?> startTimer() {
    CompletableFuture<?> started = timer(limit);
    started.thenRun(() -> expired.complete(null));
    return started;
  }

  /** Runs the action when the timeout has passed. */
  void onExpiry(Runnable action) {
    expired.thenRun(action);
  }

  /** Stops an idle timeout until {@link #restart()}. */
  synchronized void pause() {
    if (isIdleTimeout) {
      timer.cancel(false);
    }
  }

  /** Starts an idle timeout again, unless the exchange has ended. */
  synchronized void restart() {
    if (isIdleTimeout && !expired.isDone()) {
      timer.cancel(false);
      timer = startTimer();
    }
  }

  /** Ends the timeout. Returns whether it had not passed before. */
  synchronized boolean end() {
    timer.cancel(false);
    return expired.cancel(false);
  }
}
