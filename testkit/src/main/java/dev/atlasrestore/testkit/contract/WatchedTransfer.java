package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A call that transfers a body to a sink, and then does its last work in a {@link Step.Blocking}.
 * After a cancellation, the last work is the cleanup. Records the events of the transfer, how often
 * the last work ran, and on which kind of thread.
 */
final class WatchedTransfer {

  private final RecordingSink sink;
  private final BooleanSupplier mayBlock;
  private final ReportedEvents events = new ReportedEvents(event -> true);
  private final AtomicInteger lastWork = new AtomicInteger();
  private final AtomicInteger lastWorkOnWrongThread = new AtomicInteger();
  private final CountDownLatch lastWorkDone = new CountDownLatch(1);

  WatchedTransfer(RecordingSink sink, BooleanSupplier mayBlock) {
    this.sink = sink;
    this.mayBlock = mayBlock;
  }

  /** Returns the call. */
  Call<Object> call(URI uri, Duration idleTimeout) {
    Call<Object> transfer =
        now ->
            new Step.Transfer<>(
                HttpRequest.get(uri),
                idleTimeout,
                ExchangeCalls.MAX_BODY_BYTES,
                head -> Optional.of(sink),
                (event, then) -> Step.failed(new IllegalStateException("replaced below")));
    return now -> thenLastWork((Step.Transfer<Object>) events.record(transfer).start(now));
  }

  private Step<Object> thenLastWork(Step.Transfer<Object> transfer) {
    return transfer.withContinuation(
        (event, then) -> {
          transfer.next(event, then);
          return lastWork(event);
        });
  }

  private Step<Object> lastWork(Event result) {
    return new Step.Blocking<>(
        (event, now) -> {
          if (event instanceof Event.Cancelled) {
            return lastWork(result);
          }
          if (!mayBlock.getAsBoolean()) {
            lastWorkOnWrongThread.incrementAndGet();
          }
          lastWork.incrementAndGet();
          lastWorkDone.countDown();
          return Step.done(result);
        });
  }

  /** Waits until the transfer has received an event and the last work has run. */
  void awaitEnd(Duration patience, String phase) throws InterruptedException {
    events.awaitExpected(patience, phase);
    assertTrue(
        lastWorkDone.await(patience.toMillis(), TimeUnit.MILLISECONDS),
        () -> "the last work of the call did not run: " + phase);
  }

  /** Fails unless the only event was {@link Event.Cancelled}, and the last work ran once. */
  void assertCancelledOnce(String phase) {
    assertEquals(List.of(new Event.Cancelled()), events.all(), phase);
    assertLastWorkRanOnce(phase);
  }

  /**
   * Fails unless the only event was {@link Event.Cancelled} or a failure of the kind {@code
   * CLIENT_CLOSED}, and the last work ran once.
   */
  void assertClosedOnce(String phase) {
    assertEquals(1, events.all().size(), () -> phase + ": reported were " + events.all());
    Event event = events.all().get(0);
    assertTrue(
        event instanceof Event.Cancelled
            || (event instanceof Event.Unanswered unanswered
                && unanswered.failure().kind() == TransportFailure.Kind.CLIENT_CLOSED),
        () -> phase + ": reported was " + event);
    assertLastWorkRanOnce(phase);
  }

  /** Fails unless the transfer had one event and its last work, or none because it never began. */
  void assertEndedAtMostOnce(Duration patience) throws InterruptedException {
    if (!events.all().isEmpty()) {
      awaitEnd(patience, "cancelled at any moment");
      assertEquals(1, events.all().size(), () -> "reported were " + events.all());
      assertLastWorkRanOnce("cancelled at any moment");
    }
  }

  boolean wasCancelled() {
    return events.all().contains(new Event.Cancelled());
  }

  private void assertLastWorkRanOnce(String phase) {
    assertEquals(1, lastWork.get(), phase + ": times that the last work of the call ran");
    assertEquals(
        0,
        lastWorkOnWrongThread.get(),
        phase + ": the last work ran on a thread that may not block");
    sink.assertWellUsed();
  }
}
