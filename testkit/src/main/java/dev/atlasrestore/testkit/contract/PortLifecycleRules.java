package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules 20 to 22 and 28: the retry budget, closed clients, full pools and clocks that jump. */
interface PortLifecycleRules {

  int CALLERS = 50;
  int CALLS_EACH = 20;
  Duration BRIEF = Duration.ofMillis(500);

  @Rule(
      id = "20",
      text =
          "If every request fails, the retries are at most 10 % of all calls plus a burst of 10.")
  default void retryBudgetLimitsRetries(PortFixtures fixtures) throws Exception {
    RetryPolicy quick =
        RetryPolicy.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxDelay(PortFixtures.LONGEST_BACK_OFF)
            .withBudget(true);
    try (PortFixture fixture = fixtures.open(config -> config.withRetry(quick))) {
      fixture.warm();
      fixture.atlas().always(Reply.status(503));
      int calls = CALLERS * CALLS_EACH;
      assertEquals(
          calls, sumOfConcurrent(CALLERS, () -> failures(fixture, CALLS_EACH)), "failed calls");
      int requests = fixture.atlas().requests().size();
      assertTrue(requests >= calls, requests + " requests for " + calls + " calls");
      assertTrue(
          requests <= calls + calls / 10 + 10, requests + " requests for " + calls + " calls");
      fixture.atlas().always(Reply.unscripted());
      fixture.assertReads(PortFixture.JOB);
    }
  }

  private static int failures(PortFixture fixture, int calls) {
    int failed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        fixture.port().get(PortFixture.REF);
      } catch (AtlasException e) {
        failed++;
      }
    }
    return failed;
  }

  /** Runs the work on so many threads at the same time, and returns the sum of the results. */
  private int sumOfConcurrent(int threads, Callable<Integer> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      int sum = 0;
      for (Future<Integer> each :
          pool.invokeAll(Collections.nCopies(threads, work), 60, TimeUnit.SECONDS)) {
        sum += each.get();
      }
      return sum;
    } finally {
      pool.shutdownNow();
    }
  }

  @Rule(
      id = "21.calls",
      text =
          "Every call in flight and every later call of a closed client fails with"
              + " `CLIENT_CLOSED`, and nothing is sent.")
  default void closedClientFailsEveryCall(PortFixtures fixtures) throws Exception {
    Timeouts brief = Timeouts.defaults().withResponse(BRIEF);
    ExecutorService callers = Executors.newCachedThreadPool();
    try (PortFixture fixture = fixtures.open(config -> config.withTimeouts(brief))) {
      fixture.atlas().always(Hostile.stall().beforeDigest());
      List<Future<TransportException>> inFlight = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        inFlight.add(callers.submit(() -> fixture.failure(TransportException.class)));
      }
      // All of them: a request that is on its way now would be counted after the close.
      fixture.awaitRequests(inFlight.size());
      fixture.port().close();
      for (Future<TransportException> each : inFlight) {
        assertEquals(TransportFailure.Kind.CLIENT_CLOSED, awaitKind(fixtures, each));
      }
      fixture.atlas().forgetRequests();
      assertEquals(
          TransportFailure.Kind.CLIENT_CLOSED,
          fixture.failure(TransportException.class).failure().kind());
      fixture.port().close();
      fixture.assertRequests(0, "a closed client");
    } finally {
      callers.shutdownNow();
    }
  }

  /** Waits for the end of a call of another thread, and returns the kind of its failure. */
  private TransportFailure.Kind awaitKind(PortFixtures fixtures, Future<TransportException> call)
      throws Exception {
    try {
      return call.get(fixtures.patience().toMillis(), TimeUnit.MILLISECONDS).failure().kind();
    } catch (TimeoutException e) {
      throw new AssertionError("a call has not ended", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      throw e;
    }
  }

  @Rule(
      id = "22",
      text =
          "A call waits for a free connection no longer than its deadline, and the pool recovers.",
      on = ClientKinds.POOLED)
  default void exhaustedPoolIsWaitedForUntilTheDeadline(PortFixtures fixtures) throws Exception {
    Timeouts brief = Timeouts.defaults().withResponse(BRIEF).withCall(BRIEF.multipliedBy(2));
    ExecutorService callers = Executors.newCachedThreadPool();
    try (PortFixture fixture = fixtures.open(config -> config.withTimeouts(brief))) {
      fixture.atlas().always(Hostile.stall());
      List<Future<TransportException>> inFlight = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        inFlight.add(callers.submit(() -> fixture.failure(TransportException.class)));
      }
      for (Future<TransportException> each : inFlight) {
        TransportFailure.Kind failure = awaitKind(fixtures, each);
        assertTrue(
            failure == TransportFailure.Kind.TIMEOUT
                || failure == TransportFailure.Kind.POOL_EXHAUSTED,
            failure.toString());
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(
          duration.compareTo(brief.call().plus(fixtures.grace())) <= 0, "waited for " + duration);
      fixture.atlas().always(Reply.unscripted());
      assertReadsAgain(fixture); // The only connection of the pool must be free again.
    } finally {
      callers.shutdownNow();
    }
  }

  /** Reads up to five times, because a busy machine may exceed the brief timeouts. */
  private static void assertReadsAgain(PortFixture fixture) {
    for (int retries = 4; ; retries--) {
      try {
        fixture.assertReads(PortFixture.JOB);
        return;
      } catch (TransportException e) {
        if (retries == 0 || e.failure().kind() != TransportFailure.Kind.TIMEOUT) {
          throw e;
        }
      }
    }
  }

  /** Each response has a date that is decades before or after the previous one. */
  @Rule(id = "28", text = "A jump of the server clock changes no deadline.")
  default void clockJumpChangesNoDeadline(PortFixtures fixtures) throws Exception {
    AtomicInteger readings = new AtomicInteger();
    Instant middle = Instant.parse("2030-01-01T00:00:00Z");
    FakeAtlas.Builder jumping =
        FakeAtlas.builder()
            .clock(
                () -> {
                  int years = readings.incrementAndGet() % 2 == 0 ? 20 : -20;
                  return middle.plus(Duration.ofDays(365L * years));
                });
    PollPolicy quick = PollPolicy.every(Duration.ofMillis(2));
    try (PortFixture fixture =
        fixtures.open(jumping, config -> config.withPoll(quick).withoutPollRate())) {
      fixture.atlas().put(PortFixture.REF, RestoreJobFixtures.inProgress(), PortFixture.JOB);
      fixture.atlas().script(PortFixture.REF, Reply.unscripted(), Reply.status(503));
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF));
      fixture
          .atlas()
          .script(
              PortFixture.REF,
              Reply.status(503)
                  .header("Date", "Tue, 01 Jan 2008 00:00:00 GMT")
                  .header("Retry-After", "Tue, 01 Jan 2008 00:00:00 GMT"),
              Reply.status(503)
                  .header("Date", "Sat, 01 Jan 2050 00:00:00 GMT")
                  .header("Retry-After", "Sat, 01 Jan 2050 00:00:00 GMT"));
      fixture.assertReads(PortFixture.JOB);
      assertThrows(AtlasException.class, () -> fixture.port().get(RestoreJobFixtures.ref(404)));
    }
  }

  @Rule(id = Contract.CONNECTIONS_CLOSED, text = "A closed client leaves no connection open.")
  default void closedClientLeavesNoConnectionOpen(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.assertReads(PortFixture.JOB);
    }
  }
}
