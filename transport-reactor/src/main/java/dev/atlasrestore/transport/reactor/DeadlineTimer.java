package dev.atlasrestore.transport.reactor;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Ends exchanges at their deadlines, with one timer for all exchanges of a client.
 *
 * <p>The timer fires at the earliest deadline that was known when it was armed. It then ends all
 * exchanges that are late and is armed again for the earliest deadline that is left. A deadline may
 * move to a later time; then the timer fires too early and is armed again. Nearly all exchanges end
 * in time, and most have the same timeout. So a busy client arms the timer once for each timeout
 * period and not once for each exchange. That matters because each timer of a scheduler takes a
 * lock and often wakes a thread.
 *
 * <p><b>Why no deadline is missed.</b> A call publishes its exchange first and then checks the
 * timer ({@link #watch}). The timer first declares itself disarmed and then examines the exchanges.
 * Both variables are volatile. So either the call sees that the timer is disarmed, and arms it, or
 * the timer sees the exchange.
 */
final class DeadlineTimer implements AutoCloseable {

  private final Scheduler scheduler;
  private final Iterable<CallSubscription<?>> calls;
  private Disposable timer = Disposables.disposed();
  private volatile long firesAt;
  private volatile boolean armed;

  /**
   * Creates a timer that is not armed.
   *
   * @param calls the calls in flight; a live view
   */
  DeadlineTimer(Scheduler scheduler, Iterable<CallSubscription<?>> calls) {
    this.scheduler = scheduler;
    this.calls = calls;
  }

  /**
   * Arms the timer for this deadline if it would fire later. Before that, the exchange must be
   * visible in the calls.
   *
   * @throws RejectedExecutionException if the scheduler refuses; the deadline is not watched then
   */
  void watch(long deadline) {
    if (!firesBy(deadline)) {
      arm(deadline);
    }
  }

  private boolean firesBy(long deadline) {
    return armed && firesAt - deadline <= 0;
  }

  private synchronized void arm(long deadline) {
    if (firesBy(deadline)) {
      return;
    }
    firesAt = deadline;
    armed = true;
    long delay = Math.max(0, deadline - scheduler.now(TimeUnit.NANOSECONDS));
    try {
      Disposable previous = timer;
      timer = scheduler.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
      previous.dispose();
    } catch (RejectedExecutionException e) {
      armed = false; // The next exchange tries again; the previous timer still fires in its time.
      throw e;
    }
  }

  private void fire() {
    armed = false;
    long now = scheduler.now(TimeUnit.NANOSECONDS);
    for (CallSubscription<?> call : calls) {
      ResponseSubscriber<?> exchange = call.exchange();
      if (exchange != null
          && (exchange.deadline() - now <= 0 || !tryWatch(exchange))
          && !exchange.timeOut()) {
        tryWatch(exchange);
      }
    }
  }

  /** Returns false if the scheduler refuses. The exchange then ends now instead of never. */
  private boolean tryWatch(ResponseSubscriber<?> exchange) {
    try {
      watch(exchange.deadline());
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    timer.dispose();
  }
}
