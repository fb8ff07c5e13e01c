package dev.atlasrestore.transport.reactor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Ends exchanges at their deadlines, with one timer for all of them.
 *
 * <p>The timer goes off at the earliest deadline known when it was set, ends who is late, and is
 * set again for the earliest one left. As nearly all exchanges end in time, and the timeout of most
 * is the same, a busy client sets it once in a timeout and not once in an exchange: a timer of the
 * scheduler costs a lock and often wakes a thread.
 *
 * <p>No deadline is missed: who expects one has made it visible before, and looks at the timer
 * after; the timer, when it goes off, is declared gone before anybody is looked at.
 */
final class Deadlines implements AutoCloseable {

  private final Scheduler scheduler;
  private final Collection<Conversation<?>> conversations;
  private Disposable timer = Disposables.disposed();
  private volatile long goesOff;
  private volatile boolean set;

  Deadlines(Scheduler scheduler, Collection<Conversation<?>> conversations) {
    this.scheduler = scheduler;
    this.conversations = conversations;
  }

  /** An exchange under way has this deadline. */
  void expect(long deadline) {
    if (!isSetFor(deadline)) {
      set(deadline);
    }
  }

  private boolean isSetFor(long deadline) {
    return set && goesOff - deadline <= 0;
  }

  private synchronized void set(long deadline) {
    if (isSetFor(deadline)) {
      return;
    }
    goesOff = deadline;
    set = true;
    long rest = Math.max(0, deadline - scheduler.now(TimeUnit.NANOSECONDS));
    try {
      Disposable before = timer;
      timer = scheduler.schedule(this::look, rest, TimeUnit.NANOSECONDS);
      before.dispose();
    } catch (RejectedExecutionException e) {
      set = false; // whoever comes next tries again; the timer before goes off in its time
      throw e;
    }
  }

  private void look() {
    set = false;
    long now = scheduler.now(TimeUnit.NANOSECONDS);
    List<Answering<?>> late = new ArrayList<>();
    for (Conversation<?> conversation : conversations) {
      Answering<?> exchange = conversation.answering();
      if (exchange != null && (exchange.deadline() - now <= 0 || !isExpected(exchange))) {
        late.add(exchange);
      }
    }
    late.forEach(exchange -> Conversation.tell(exchange.currentContext(), exchange::late));
  }

  /** An exchange whose deadline a scheduler refuses to watch is ended rather than never. */
  private boolean isExpected(Answering<?> exchange) {
    try {
      expect(exchange.deadline());
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
