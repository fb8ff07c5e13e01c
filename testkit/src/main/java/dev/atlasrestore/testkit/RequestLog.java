package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The requests that a server has received, in the order of arrival, and its numbers of connections.
 * Safe for use by many threads. Threads can wait here for requests and for connections to close.
 */
final class RequestLog {

  private final List<Entry> entries = new ArrayList<>();
  private int opened;
  private int open;

  /** A request and what has been recorded about it. Guarded by the log. */
  static final class Entry {
    private final int connection;
    private final RequestHead head;
    private final Instant arrival;
    private OptionalInt status = OptionalInt.empty();
    private boolean authenticated;

    private Entry(int connection, RequestHead head, Instant arrival) {
      this.connection = connection;
      this.head = head;
      this.arrival = arrival;
    }

    private SeenRequest snapshot() {
      return new SeenRequest(connection, head, arrival, status, authenticated);
    }
  }

  /** Returns the number of the new connection, counted from 1. */
  synchronized int recordConnectionOpened() {
    open++;
    notifyAll();
    return ++opened;
  }

  synchronized void recordConnectionClosed() {
    open--;
    notifyAll();
  }

  synchronized Entry recordRequest(int connection, RequestHead head, Instant arrival) {
    Entry entry = new Entry(connection, head, arrival);
    entries.add(entry);
    notifyAll();
    return entry;
  }

  synchronized void recordStatus(Entry entry, int status) {
    entry.status = OptionalInt.of(status);
  }

  synchronized void recordAuthenticated(Entry entry) {
    entry.authenticated = true;
  }

  synchronized SeenRequest snapshot(Entry entry) {
    return entry.snapshot();
  }

  synchronized List<SeenRequest> requests() {
    return entries.stream().map(Entry::snapshot).toList();
  }

  synchronized void forgetRequests() {
    entries.clear();
  }

  synchronized int connections() {
    return opened;
  }

  synchronized int openConnections() {
    return open;
  }

  /** Waits until this many requests are in the log; returns false if the time ran out first. */
  boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return await(() -> entries.size() >= count, atMost);
  }

  /** Waits until at most this many connections are open; returns false if the time ran out. */
  boolean awaitOpenConnections(int count, Duration atMost) throws InterruptedException {
    return await(() -> open <= count, atMost);
  }

  private synchronized boolean await(BooleanSupplier condition, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000 + 1);
    }
    return true;
  }
}
