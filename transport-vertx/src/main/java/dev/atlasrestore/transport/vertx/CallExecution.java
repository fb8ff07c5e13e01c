package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.RunningCall;
import dev.atlasrestore.exchange.Step;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes one call: takes its steps one after the other, and completes one {@code Future}.
 *
 * <p><b>Steps</b> run on the context of the caller, except {@code Blocking}, which runs on a worker
 * thread. A {@code Pause} holds one timer. A {@code Send} or {@code Transfer} holds one exchange
 * and one timer for its timeout. At any time an execution holds nothing else.
 *
 * <p><b>Timers</b> come from {@code Vertx.timer}, not from {@code Vertx.setTimer}: Vert.x cancels
 * the latter when the verticle of the caller is undeployed.
 *
 * <p><b>Ending from outside.</b> Any thread may call {@link #fail}. It cancels {@code running}
 * first and then frees the timer and the exchange. A step stores its timer or its exchange first
 * and then asks {@code running} whether the call has ended. So at least one of the two threads sees
 * what the other one wrote, and neither a timer nor an exchange remains.
 */
final class CallExecution<T extends @Nullable Object> {

  /** The longest delay of a timer. It fits into a {@code long}, even in nanoseconds. */
  private static final Duration MAX_DELAY = Duration.ofDays(36_500);

  private final VertxRunner runner;
  private final Context context;
  private final BlockingWorker worker;
  private final RunningCall<T> running;
  private final Promise<T> promise = Promise.promise();
  private volatile @Nullable Timer timer;
  private volatile @Nullable Exchange exchange;

  CallExecution(VertxRunner runner, Context context) {
    this.runner = runner;
    this.context = context;
    this.worker = new BlockingWorker(context);
    this.running = new RunningCall<>(runner.clock(), worker::runCleanup);
  }

  /** The context of the caller. */
  Context context() {
    return context;
  }

  /** The result of the call; completes on the caller's context. */
  Future<T> future() {
    return promise.future();
  }

  /** Whether this deployment started the call. Null means that no verticle started it. */
  boolean belongsTo(@Nullable String deploymentId) {
    return deploymentId == null
        ? context.deploymentID() == null
        : deploymentId.equals(context.deploymentID());
  }

  void start(Call<T> call) {
    onContext(() -> take(() -> running.start(call)));
    if (running.hasEnded()) {
      runner.remove(this); // It may have been ended before the runner added it.
    }
  }

  /**
   * Ends a pause early, after the current work of the context. Does nothing if the pause is no
   * longer the pending step.
   */
  void endPause(Step.Pause<T> pause) {
    try {
      context.runOnContext(
          ignored ->
              take(
                  () -> {
                    Optional<Step<T>> next = running.elapsed(pause);
                    next.ifPresent(step -> cancelTimer());
                    return next;
                  }));
    } catch (RejectedExecutionException vertxClosed) {
      // The call has ended.
    }
  }

  /** Stops the execution and fails its future with this reason. Does nothing after the end. */
  void fail(Throwable reason) {
    stop();
    onContext(() -> failPromise(reason));
  }

  /**
   * Fails the future. An exception that a handler of the application throws goes to the exception
   * handler of the context: it must not prevent the caller of this method from ending other calls.
   */
  private void failPromise(Throwable reason) {
    try {
      promise.tryFail(reason);
    } catch (RuntimeException | Error thrown) {
      try {
        context.runOnContext(
            ignored -> {
              throw thrown;
            });
      } catch (RejectedExecutionException vertxClosed) {
        // A closed Vert.x has no exception handler.
      }
    }
  }

  /** Takes no further step and frees connection and timer. Does not complete the future. */
  private void stop() {
    running.cancel(this::free);
    runner.remove(this);
  }

  private void free() {
    cancelTimer();
    Exchange current = exchange;
    if (current != null) {
      current.abort();
    }
  }

  /**
   * Takes the next step. An exception of the step function ends the call.
   *
   * @param report reports an event and returns the next step; empty if the call was ended
   */
  private void take(Supplier<Optional<Step<T>>> report) {
    Optional<Step<T>> step;
    try {
      step = report.get();
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    step.ifPresent(this::execute);
  }

  private void execute(Step<T> step) {
    if (step instanceof Step.Send<T> send) {
      send(send, send.timeout());
    } else if (step instanceof Step.Transfer<T> transfer) {
      send(transfer, transfer.idleTimeout());
    } else if (step instanceof Step.Blocking<T> blocking) {
      runBlocking(blocking);
    } else if (step instanceof Step.Pause<T> pause) {
      startTimer(pause.delay(), () -> take(() -> running.elapsed(pause)));
    } else if (step instanceof Step.Failed<T> failed) {
      fail(failed.error());
    } else {
      stop();
      promise.tryComplete(((Step.Done<T>) step).value());
    }
  }

  private void send(Step.Exchange<T> step, Duration timeout) {
    Exchange current = runner.createExchange(step, worker);
    exchange = current;
    startTimeout(step, current, timeout);
    if (!running.hasEnded()) {
      current
          .send(runner.client(), toMillis(timeout))
          .onComplete(result -> onContext(() -> report(step, current, result)));
    }
  }

  /**
   * Starts the timer of an exchange. Progress does not restart the timer; when it elapses, a new
   * one is started for the time that is left.
   */
  private void startTimeout(Step.Exchange<T> step, Exchange current, Duration timeout) {
    startTimer(
        timeout,
        () -> {
          Duration left = current.timeLeft();
          if (left.isZero() || left.isNegative()) {
            report(step, current, Future.failedFuture(new TimeoutException(timedOut(step))));
          } else if (exchange == current) {
            startTimeout(step, current, left);
          }
        });
  }

  private static String timedOut(Step.Exchange<?> step) {
    return step instanceof Step.Transfer<?> transfer
        ? "nothing was received for " + transfer.idleTimeout()
        : "no complete response within " + ((Step.Send<?>) step).timeout();
  }

  /** Reports the result of an exchange to its step; a second result of that exchange is ignored. */
  private void report(Step.Exchange<T> step, Exchange current, AsyncResult<HttpResponse> result) {
    if (exchange != current) {
      return;
    }
    exchange = null; // Aborting may report a second result at once.
    if (result.failed()) {
      current.abort();
    }
    cancelTimer();
    take(
        () ->
            result.succeeded()
                ? running.answered(step, result.result())
                : running.unanswered(step, current.toFailure(result.cause())));
  }

  private void runBlocking(Step.Blocking<T> step) {
    worker
        .run(() -> running.run(step))
        .onComplete(
            result ->
                onContext(
                    () -> {
                      if (result.succeeded()) {
                        result.result().ifPresent(this::execute);
                      } else if (result.cause() instanceof RejectedExecutionException) {
                        fail(TransportException.clientClosed());
                      } else {
                        fail(result.cause());
                      }
                    }));
  }

  private void startTimer(Duration delay, Runnable action) {
    try {
      Timer started = runner.vertx().timer(toMillis(delay), TimeUnit.MILLISECONDS);
      timer = started;
      started.onSuccess(elapsed -> action.run());
    } catch (RejectedExecutionException vertxClosed) {
      fail(TransportException.clientClosed());
    }
    if (running.hasEnded()) {
      free();
    }
  }

  private void cancelTimer() {
    Timer current = timer;
    if (current != null) {
      current.cancel();
    }
  }

  /** Runs the work on the context of the call: now, if this thread already runs on it. */
  void onContext(Runnable work) {
    // Blocking code of an event loop context sees that context on a worker thread.
    boolean runsOnContext =
        Vertx.currentContext() == context
            && context.isEventLoopContext() == Context.isOnEventLoopThread();
    if (runsOnContext) {
      work.run();
      return;
    }
    try {
      context.runOnContext(ignored -> work.run());
    } catch (RejectedExecutionException vertxClosed) {
      work.run(); // No context runs any work now, and the call must still end.
    }
  }

  /** Converts to whole milliseconds, rounded up. Returns at least 1, because Vert.x rejects 0. */
  private static long toMillis(Duration delay) {
    Duration bounded = delay.compareTo(MAX_DELAY) < 0 ? delay : MAX_DELAY;
    return Math.max(1, bounded.plusNanos(999_999).toMillis());
  }
}
