package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Records the events of all calls, and checks that each call has one start and one end. */
final class CallEnds implements CallListener {

  private final Map<Long, List<CallEvent>> eventsByCall = new TreeMap<>();

  @Override
  public synchronized void on(CallEvent event) {
    eventsByCall.computeIfAbsent(event.call().number(), number -> new ArrayList<>()).add(event);
    notifyAll();
  }

  /** Waits until this many calls have started. */
  void awaitStarts(int calls, Duration patience, String description) throws InterruptedException {
    await(() -> eventsByCall.size() >= calls, patience, description + ": calls have not started");
  }

  /** Waits until this many calls have ended. */
  void await(int calls, Duration patience, String description) throws InterruptedException {
    await(() -> ended() >= calls, patience, description + ": calls have not ended");
  }

  private synchronized void await(BooleanSupplier condition, Duration patience, String problem)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
    }
    assertTrue(condition.getAsBoolean(), () -> problem + ": " + eventsByCall);
  }

  private long ended() {
    return eventsByCall.values().stream()
        .filter(events -> events.stream().anyMatch(CallEnds::isEnd))
        .count();
  }

  /** Checks that every call began with one start, ended with one end, and had no event after it. */
  synchronized void assertOneEndForEachCall(String description) {
    for (List<CallEvent> events : eventsByCall.values()) {
      boolean startsOnce =
          events.get(0) instanceof CallEvent.Started
              && events.stream().filter(CallEvent.Started.class::isInstance).count() == 1;
      boolean endsOnce =
          isEnd(events.get(events.size() - 1))
              && events.stream().filter(CallEnds::isEnd).count() == 1;
      assertTrue(startsOnce && endsOnce, () -> description + ": events of one call: " + events);
    }
  }

  private static boolean isEnd(CallEvent event) {
    return event instanceof CallEvent.Done || event instanceof CallEvent.Cancelled;
  }
}
