package dev.atlasrestore.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * What a server has seen: requests in the order of arrival, and how many connections. Safe for use
 * by many threads, which may wait here for what is to come.
 */
final class Logbook {

  private final List<Visit> visits = new ArrayList<>();
  private int opened;
  private int open;

  /** A request, and what became of it so far; guarded by the logbook. */
  static final class Visit {
    private final int connection;
    private final Head head;
    private OptionalInt status = OptionalInt.empty();
    private boolean authorised;

    private Visit(int connection, Head head) {
      this.connection = connection;
      this.head = head;
    }

    private SeenRequest seen() {
      return new SeenRequest(connection, head, status, authorised);
    }
  }

  /** The number of the new connection, from 1. */
  synchronized int connectionOpened() {
    open++;
    notifyAll();
    return ++opened;
  }

  synchronized void connectionClosed() {
    open--;
    notifyAll();
  }

  synchronized Visit arrived(int connection, Head head) {
    Visit visit = new Visit(connection, head);
    visits.add(visit);
    notifyAll();
    return visit;
  }

  synchronized void answered(Visit visit, int status) {
    visit.status = OptionalInt.of(status);
  }

  synchronized void authorised(Visit visit) {
    visit.authorised = true;
  }

  synchronized List<SeenRequest> requests() {
    return visits.stream().map(Visit::seen).toList();
  }

  synchronized void forgetRequests() {
    visits.clear();
  }

  synchronized int connections() {
    return opened;
  }

  synchronized int openConnections() {
    return open;
  }

  boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return await(() -> visits.size() >= count, atMost);
  }

  boolean awaitOpenConnections(int atMostOpen, Duration atMost) throws InterruptedException {
    return await(() -> open <= atMostOpen, atMost);
  }

  /** The same for closing, which nothing stops; an interrupted thread stays so. */
  boolean endsWithoutConnections(Duration atMost) {
    try {
      return awaitOpenConnections(0, atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
