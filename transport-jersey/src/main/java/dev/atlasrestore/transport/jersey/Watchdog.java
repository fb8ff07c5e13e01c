package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends exchanges at their deadline. When it is closed, it ends all of them.
 *
 * <p><b>Why a thread.</b> A thread that is blocked in a socket read notices neither a deadline nor
 * an interrupt. Only another thread can end the read, by closing the connection.
 *
 * <p><b>Theory of operation.</b> There is at most one daemon thread. The first exchange starts it.
 * It sleeps until {@code wakeUpAt}, the earliest deadline that was known when it fell asleep, and
 * then ends the exchanges that are due. It stops when it wakes up and no exchange is left. An
 * exchange that ends in time removes itself and wakes nothing, so a busy client wakes the thread
 * once per timeout. An exchange with an earlier deadline than {@code wakeUpAt} wakes it to sleep
 * again, for less time.
 *
 * <p>The lock guards all fields. Exchanges are ended without the lock: ending one calls into
 * Apache's pool, which has locks of its own.
 */
final class Watchdog implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wakeUpEarlier = lock.newCondition();
  private final Set<Exchange> watched = new HashSet<>();
  private boolean threadRuns;
  private boolean closed;
  private long wakeUpAt;

  /** Watches this exchange until {@link #forget}. Returns false if the watchdog is closed. */
  boolean watch(Exchange exchange) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (!threadRuns) {
        wakeUpAt = exchange.deadline();
        startThread();
        threadRuns = true;
      } else if (exchange.deadline() - wakeUpAt < 0) {
        wakeUpAt = exchange.deadline();
        wakeUpEarlier.signal();
      }
      watched.add(exchange);
      return true;
    } finally {
      lock.unlock();
    }
  }

  void forget(Exchange exchange) {
    lock.lock();
    try {
      watched.remove(exchange);
    } finally {
      lock.unlock();
    }
  }

  /** Ends every watched exchange. Later exchanges are refused. May be called more than once. */
  @Override
  public void close() {
    List<Exchange> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(watched);
      watched.clear();
      wakeUpEarlier.signal();
    } finally {
      lock.unlock();
    }
    end(all, Kind.CLIENT_CLOSED);
  }

  /** The thread inherits neither thread-locals nor the class loader of an application. */
  private void startThread() {
    Thread thread = new Thread(null, this::run, "atlas-restore-watchdog", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Watchdog.class.getClassLoader());
    thread.start();
  }

  private void run() {
    boolean finished = false;
    try {
      List<Exchange> due = awaitDue();
      while (!due.isEmpty()) {
        end(due, Kind.TIMEOUT);
        due = awaitDue();
      }
      finished = true;
    } finally {
      if (!finished) {
        continueInNewThread();
      }
    }
  }

  /** An OutOfMemoryError may end this thread anywhere. The exchanges must still end in time. */
  private void continueInNewThread() {
    lock.lock();
    try {
      threadRuns = false;
      if (!watched.isEmpty()) {
        wakeUpAt = System.nanoTime();
        startThread();
        threadRuns = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until exchanges are due. Returns an empty list if no exchange is left to watch. */
  private List<Exchange> awaitDue() {
    lock.lock();
    try {
      List<Exchange> due = List.of();
      while (due.isEmpty() && threadRuns) {
        sleepUntilWakeUp();
        due = takeDue();
        threadRuns = !(due.isEmpty() && watched.isEmpty());
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void sleepUntilWakeUp() {
    long remaining = wakeUpAt - System.nanoTime();
    while (remaining > 0 && !closed) {
      try {
        wakeUpEarlier.awaitNanos(remaining);
      } catch (InterruptedException e) {
        // No code of ours interrupts this thread; the loop checks the time again.
      }
      remaining = wakeUpAt - System.nanoTime();
    }
  }

  private List<Exchange> takeDue() {
    List<Exchange> due = new ArrayList<>();
    long now = System.nanoTime();
    long untilNext = Long.MAX_VALUE;
    for (Iterator<Exchange> all = watched.iterator(); all.hasNext(); ) {
      Exchange exchange = all.next();
      long remaining = exchange.deadline() - now;
      if (remaining <= 0) {
        due.add(exchange);
        all.remove();
      } else {
        untilNext = Math.min(untilNext, remaining);
      }
    }
    wakeUpAt = watched.isEmpty() ? now : now + untilNext;
    return due;
  }

  private static void end(List<Exchange> exchanges, Kind reason) {
    for (Exchange exchange : exchanges) {
      try {
        exchange.end(reason);
      } catch (RuntimeException | Error e) {
        // The pool may be closing at the same time. The other exchanges must still be ended.
      }
    }
  }
}
