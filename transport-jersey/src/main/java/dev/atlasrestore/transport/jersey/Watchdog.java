package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends exchanges at their deadline, and closes idle connections. When it is closed, it ends all
 * exchanges.
 *
 * <p><b>Why a thread.</b> A thread that is blocked in a socket read notices neither a deadline nor
 * an interrupt. Only another thread can end the read, by closing the connection. Another thread is
 * also needed to close idle connections when no more calls come. Otherwise their sockets would stay
 * in {@code CLOSE_WAIT} after the server has closed its side.
 *
 * <p><b>Theory of operation.</b> There is at most one daemon thread. The first exchange starts it.
 * It sleeps until {@code wakeUpAt}: the earliest deadline, or the next check of idle connections,
 * as known when it fell asleep. Then it ends the exchanges that are due, and closes the idle
 * connections that are due. It stops when it wakes up and finds neither an exchange nor an idle
 * connection.
 *
 * <p>An exchange that ends in time removes itself and does not wake the thread. So a busy client
 * wakes the thread only once per timeout. An exchange with a deadline before {@code wakeUpAt} wakes
 * it, and it sleeps again for less time.
 *
 * <p>The thread cannot see when a connection becomes idle. It assumes that every exchange that is
 * no longer watched left a connection in the pool, and corrects {@code mayHaveIdleConnections} at
 * the next check.
 *
 * <p>The lock guards all mutable fields. Exchanges are ended, and connections closed, without the
 * lock: both call into Apache's pool, which has locks of its own.
 */
final class Watchdog implements AutoCloseable {

  /** The idle connections of a pool. */
  interface IdleConnections {

    /** Returns how often to call {@link #closeExpired()}. */
    Duration checkInterval();

    /**
     * Closes the connections that have been idle for too long.
     *
     * @return whether other connections are idle
     */
    boolean closeExpired();
  }

  private final @Nullable IdleConnections idleConnections;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wakeUpEarlier = lock.newCondition();
  private final Set<Exchange> watched = new HashSet<>();
  private boolean threadRuns;
  private boolean closed;
  private boolean mayHaveIdleConnections;
  private long wakeUpAt;
  private long nextIdleCheckAt;

  /** Creates a watchdog that closes no idle connections. */
  Watchdog() {
    this.idleConnections = null;
  }

  /** Creates a watchdog that also closes idle connections. */
  Watchdog(IdleConnections idleConnections) {
    this.idleConnections = idleConnections;
  }

  /** Watches this exchange until {@link #forget}. Returns false if the watchdog is closed. */
  boolean watch(Exchange exchange) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (!threadRuns) {
        startThread();
      }
      watched.add(exchange);
      wakeUpNoLaterThan(exchange.deadline());
      return true;
    } finally {
      lock.unlock();
    }
  }

  void forget(Exchange exchange) {
    lock.lock();
    try {
      if (watched.remove(exchange)) {
        expectIdleConnections();
      }
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
    threadRuns = true;
  }

  private void run() {
    boolean finished = false;
    try {
      while (awaitWork()) {
        end(takeDueExchanges(), Kind.TIMEOUT);
        closeIdleConnectionsIfDue();
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
      if (hasWork()) {
        startThread();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until something is due. Returns false if nothing is left to wait for. */
  private boolean awaitWork() {
    lock.lock();
    try {
      threadRuns = hasWork();
      if (threadRuns) {
        wakeUpAt = nextDueAt();
        sleepUntilWakeUp();
      }
      return threadRuns;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork() {
    return !closed && (!watched.isEmpty() || mayHaveIdleConnections);
  }

  private long nextDueAt() {
    long now = System.nanoTime();
    long remaining = mayHaveIdleConnections ? nextIdleCheckAt - now : Long.MAX_VALUE;
    for (Exchange exchange : watched) {
      remaining = Math.min(remaining, exchange.deadline() - now);
    }
    return now + remaining;
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

  /**
   * Has an effect only while the thread sleeps. Before it sleeps, it computes the next time itself.
   */
  private void wakeUpNoLaterThan(long time) {
    if (time - wakeUpAt < 0) {
      wakeUpAt = time;
      wakeUpEarlier.signal();
    }
  }

  private List<Exchange> takeDueExchanges() {
    lock.lock();
    try {
      List<Exchange> due = new ArrayList<>();
      long now = System.nanoTime();
      for (Iterator<Exchange> all = watched.iterator(); all.hasNext(); ) {
        Exchange exchange = all.next();
        if (exchange.deadline() - now <= 0) {
          due.add(exchange);
          all.remove();
          expectIdleConnections(); // The exchange may have completed at this very moment.
        }
      }
      return due;
    } finally {
      lock.unlock();
    }
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

  private void expectIdleConnections() {
    if (idleConnections != null && !mayHaveIdleConnections) {
      mayHaveIdleConnections = true;
      nextIdleCheckAt = System.nanoTime() + idleConnections.checkInterval().toNanos();
      wakeUpNoLaterThan(nextIdleCheckAt);
    }
  }

  private void closeIdleConnectionsIfDue() {
    if (idleConnections != null && takeIdleCheck() && idleConnections.closeExpired()) {
      lock.lock();
      try {
        expectIdleConnections();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns whether a check is due. Exchanges that end from now on ask for another one. */
  private boolean takeIdleCheck() {
    lock.lock();
    try {
      boolean due = mayHaveIdleConnections && nextIdleCheckAt - System.nanoTime() <= 0;
      if (due) {
        mayHaveIdleConnections = false;
      }
      return due && !closed;
    } finally {
      lock.unlock();
    }
  }
}
