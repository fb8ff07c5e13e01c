package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.PollResult;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes one watch as one call. The next poll follows a poll as soon as there is demand.
 *
 * <p>Without demand, the call is in an endless pause: before a poll, or between a poll and the
 * delivery of its job. The pause holds nothing but its timer. New demand ends it early. If the call
 * is cancelled during the pause, the wait receives the cancellation.
 *
 * <p>The lock of this object guards the demand and the pause, so that demand that arrives while a
 * pause begins always ends this pause.
 */
final class PollStream implements RestoreWatch {

  private final VertxRunner runner;
  private final Call<PollResult> firstPoll;
  private final CallExecution<RestoreJob> execution;
  private boolean started;
  private long demand = Long.MAX_VALUE;
  private @Nullable Handler<RestoreJob> handler;
  private Step.@Nullable Pause<RestoreJob> pause;
  private volatile @Nullable Handler<Void> endHandler;
  private volatile @Nullable Handler<Throwable> exceptionHandler;

  /** Creates a watch on the context of the caller. */
  PollStream(VertxRunner runner, Call<PollResult> firstPoll) {
    this.runner = runner;
    this.firstPoll = firstPoll;
    this.execution = runner.prepare();
    execution.future().onComplete(this::notifyEnd);
  }

  private void notifyEnd(AsyncResult<RestoreJob> result) {
    Handler<Void> onEnd = endHandler;
    Handler<Throwable> onException = exceptionHandler;
    if (result.succeeded() && onEnd != null) {
      onEnd.handle(null);
    } else if (result.failed() && onException != null) {
      onException.handle(result.cause());
    }
  }

  @Override
  public Future<RestoreJob> completion() {
    return execution.future();
  }

  @Override
  public void cancel() {
    execution.fail(new CancellationException("The wait for the restore job was cancelled"));
  }

  @Override
  public PollStream handler(@Nullable Handler<RestoreJob> newHandler) {
    synchronized (this) {
      handler = newHandler;
    }
    proceed();
    return this;
  }

  @Override
  public synchronized PollStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public PollStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public PollStream fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount must not be negative");
    }
    synchronized (this) {
      demand = amount < Long.MAX_VALUE - demand ? demand + amount : Long.MAX_VALUE;
    }
    proceed();
    return this;
  }

  @Override
  public PollStream endHandler(@Nullable Handler<Void> newHandler) {
    endHandler = newHandler;
    return this;
  }

  @Override
  public PollStream exceptionHandler(@Nullable Handler<Throwable> newHandler) {
    exceptionHandler = newHandler;
    return this;
  }

  /** Starts the call, or ends its pause, if there is demand. */
  private void proceed() {
    boolean starts;
    Step.Pause<RestoreJob> ended;
    synchronized (this) {
      if (!hasDemand()) {
        return;
      }
      starts = !started;
      started = true;
      ended = pause;
    }
    if (starts) {
      execution.onContext(() -> runner.start(now -> follow(firstPoll.start(now), now), execution));
    } else if (ended != null) {
      execution.endPause(ended);
    }
  }

  private boolean hasDemand() {
    return handler != null && demand > 0;
  }

  /** Follows the steps of a poll, and delivers its result. */
  private Step<RestoreJob> follow(Step<PollResult> step, Instant now) {
    if (step instanceof Step.Pending<PollResult> pending) {
      return pending.withContinuation((event, later) -> follow(pending.next(event, later), later));
    }
    if (step instanceof Step.Failed<PollResult> failed) {
      return Step.failed(failed.error());
    }
    return deliver(((Step.Done<PollResult>) step).value(), now);
  }

  private Step<RestoreJob> deliver(PollResult result, Instant now) {
    Consumer<Instant> cancel = later -> result.next().ifPresent(next -> next.cancelled(later));
    Handler<RestoreJob> receiver = takeDemand();
    if (receiver == null) {
      return onDemand(later -> deliver(result, later), cancel, now);
    }
    try {
      receiver.handle(result.job());
    } catch (RuntimeException | Error thrown) {
      cancel.accept(now);
      throw thrown;
    }
    return result.next().isPresent()
        ? onDemand(later -> follow(result.next().get().elapsed(later), later), cancel, now)
        : Step.done(result.job());
  }

  private synchronized @Nullable Handler<RestoreJob> takeDemand() {
    if (!hasDemand()) {
      return null;
    }
    if (demand < Long.MAX_VALUE) {
      demand--;
    }
    return handler;
  }

  /** Continues now if there is demand, else as soon as there is. */
  private Step<RestoreJob> onDemand(Call<RestoreJob> next, Consumer<Instant> cancel, Instant now) {
    synchronized (this) {
      if (!hasDemand()) {
        pause =
            new Step.Pause<>(
                ChronoUnit.FOREVER.getDuration(),
                (event, later) -> {
                  if (event instanceof Event.Cancelled) {
                    cancel.accept(later);
                    return Step.afterCancellation();
                  }
                  return onDemand(next, cancel, later);
                });
        return pause;
      }
    }
    return next.start(now);
  }
}
