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
 * Ends exchanges at their deadline, and all of them when it is closed.
 *
 * <p>One daemon thread, which comes with an exchange and goes when it looks around and finds none.
 * It sleeps to the earliest deadline it knows of and looks again then; so exchanges that end in
 * time, as nearly all do, never wake it, and a busy client wakes it once in a timeout.
 */
final class Watchdog implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final Set<Exchange> watched = new HashSet<>();
  private boolean watching;
  private boolean closed;
  private long wakeUp;

  /** Watches this exchange until it is forgotten; refuses to when it is closed. */
  boolean watch(Exchange exchange) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (!watching) {
        wakeUp = exchange.deadline();
        startThread();
        watching = true;
      } else if (exchange.deadline() - wakeUp < 0) {
        wakeUp = exchange.deadline();
        sooner.signal();
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

  /** Ends every exchange that is watched; no other will be. */
  @Override
  public void close() {
    List<Exchange> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(watched);
      watched.clear();
      sooner.signal();
    } finally {
      lock.unlock();
    }
    end(all, Kind.CLIENT_CLOSED);
  }

  /** It inherits nothing of its maker: neither thread-locals nor an application's class loader. */
  private void startThread() {
    Thread thread = new Thread(null, this::run, "atlas-restore-watchdog", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Watchdog.class.getClassLoader());
    thread.start();
  }

  private void run() {
    boolean orderly = false;
    try {
      List<Exchange> due = nextDue();
      while (!due.isEmpty()) {
        end(due, Kind.TIMEOUT);
        due = nextDue();
      }
      orderly = true;
    } finally {
      if (!orderly) {
        goOnInAnotherThread();
      }
    }
  }

  /** Without memory this thread may die of anything; those who are watched must not notice. */
  private void goOnInAnotherThread() {
    lock.lock();
    try {
      watching = false;
      if (!watched.isEmpty()) {
        wakeUp = System.nanoTime();
        startThread();
        watching = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until exchanges are due; gives none when nothing is left to watch. */
  private List<Exchange> nextDue() {
    lock.lock();
    try {
      List<Exchange> due = List.of();
      while (due.isEmpty() && watching) {
        sleep();
        due = takeDue();
        watching = !(due.isEmpty() && watched.isEmpty());
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps to the hour that is set, which may be set earlier meanwhile. */
  private void sleep() {
    long rest = wakeUp - System.nanoTime();
    while (rest > 0 && !closed) {
      try {
        sooner.awaitNanos(rest);
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread; what counts is the time.
      }
      rest = wakeUp - System.nanoTime();
    }
  }

  private List<Exchange> takeDue() {
    List<Exchange> due = new ArrayList<>();
    long now = System.nanoTime();
    long rest = Long.MAX_VALUE;
    for (Iterator<Exchange> all = watched.iterator(); all.hasNext(); ) {
      Exchange exchange = all.next();
      if (exchange.deadline() - now <= 0) {
        due.add(exchange);
        all.remove();
      } else {
        rest = Math.min(rest, exchange.deadline() - now);
      }
    }
    wakeUp = watched.isEmpty() ? now : now + rest;
    return due;
  }

  private static void end(List<Exchange> exchanges, Kind why) {
    for (Exchange exchange : exchanges) {
      try {
        exchange.end(why);
      } catch (RuntimeException | Error e) {
        // The pool may be closing at the same time; the others must be ended all the same.
      }
    }
  }
}
