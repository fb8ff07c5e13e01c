package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Records the events that a runner reports to the steps of a call. Safe for use by many threads.
 */
final class ReportedEvents {

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch expected = new CountDownLatch(1);
  private final Predicate<Event> isExpected;

  /**
   * Creates an empty record.
   *
   * @param isExpected accepts the event that {@link #awaitExpected} waits for
   */
  ReportedEvents(Predicate<Event> isExpected) {
    this.isExpected = isExpected;
  }

  /** Returns a call with the same steps, whose events are recorded. */
  <T> Call<T> record(Call<T> call) {
    return now -> record(call.start(now));
  }

  private <T> Step<T> record(Step<T> step) {
    return step instanceof Step.Pending<T> pending
        ? pending.withContinuation(
            (event, now) -> {
              events.add(event);
              if (isExpected.test(event)) {
                expected.countDown();
              }
              return record(pending.next(event, now));
            })
        : step;
  }

  /** Waits until the expected event is reported. */
  void awaitExpected(Duration patience, String phase) throws InterruptedException {
    assertTrue(
        expected.await(patience.toMillis(), TimeUnit.MILLISECONDS),
        () -> "no report of the end of a call, " + phase + "; reported were " + events);
  }

  /** Returns all events so far, in order. */
  List<Event> all() {
    return List.copyOf(events);
  }
}
