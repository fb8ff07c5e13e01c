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

/** Situations 20 to 22 and 28: a dead service, a closed client, a full pool, a clock that jumps. */
abstract class PortLifeRules extends PortCancelRules {

  private static final int CALLERS = 50;
  private static final int CALLS_EACH = 20;
  private static final Duration BRIEF = Duration.ofMillis(500);

  PortLifeRules() {}

  /** A minute of trouble in a second: what counts is how many calls fail, not how long it takes. */
  @RuleTest("20")
  void s20_aDeadServiceGetsATenthMoreThanTheCalls(ClientKind kind) throws Exception {
    RetryPolicy quick =
        RetryPolicy.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxDelay(LONGEST_BACK_OFF)
            .withBudget(true);
    try (PortScene scene = scene(kind, config -> config.withRetry(quick))) {
      scene.warm();
      scene.atlas().always(Reply.status(503));
      int calls = CALLERS * CALLS_EACH;
      assertEquals(calls, atOnce(CALLERS, () -> failures(scene, CALLS_EACH)), "each call fails");
      int requests = scene.atlas().requests().size();
      assertTrue(requests >= calls, "only " + requests + " requests of " + calls + " calls");
      assertTrue(
          requests <= calls + calls / 10 + 10, requests + " requests for " + calls + " calls");
      scene.atlas().always(Reply.unscripted());
      scene.assertReads(PortScene.JOB);
    }
  }

  private static int failures(PortScene scene, int calls) {
    int failed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        scene.port().get(PortScene.REF);
      } catch (AtlasException e) {
        failed++;
      }
    }
    return failed;
  }

  /** The sum of what so many threads come to, all at once. */
  private int atOnce(int threads, Callable<Integer> work) throws Exception {
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

  @RuleTest("21.calls")
  void s21_whoIsClosedSaysSoToEveryCall(ClientKind kind) throws Exception {
    Timeouts brief = Timeouts.defaults().withResponse(BRIEF);
    ExecutorService callers = Executors.newCachedThreadPool();
    try (PortScene scene = scene(kind, config -> config.withTimeouts(brief))) {
      scene.atlas().always(Hostile.stall());
      List<Future<TransportException>> underWay = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        underWay.add(callers.submit(() -> scene.refused(TransportException.class)));
      }
      assertTrue(scene.atlas().awaitRequests(1, patience()), "nobody has called");
      scene.port().close();
      for (Future<TransportException> each : underWay) {
        assertEquals(TransportFailure.Kind.CLIENT_CLOSED, end(each));
      }
      scene.atlas().forgetRequests();
      assertEquals(
          TransportFailure.Kind.CLIENT_CLOSED,
          scene.refused(TransportException.class).failure().kind());
      scene.port().close();
      scene.assertRequests(0, "sent by a closed client");
    } finally {
      callers.shutdownNow();
    }
  }

  /** Why a call ended that another thread has made. */
  private TransportFailure.Kind end(Future<TransportException> call) throws Exception {
    try {
      return call.get(patience().toMillis(), TimeUnit.MILLISECONDS).failure().kind();
    } catch (TimeoutException e) {
      throw new AssertionError("a call does not end", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      throw e;
    }
  }

  @RuleTest(value = "22", on = Kinds.POOLED)
  void s22_whoFindsThePoolExhaustedWaitsForABoundedTime(ClientKind kind) throws Exception {
    Timeouts brief = Timeouts.defaults().withResponse(BRIEF).withCall(BRIEF.multipliedBy(2));
    ExecutorService callers = Executors.newCachedThreadPool();
    try (PortScene scene = scene(kind, config -> config.withTimeouts(brief))) {
      scene.atlas().always(Hostile.stall());
      List<Future<TransportException>> underWay = new ArrayList<>();
      long began = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        underWay.add(callers.submit(() -> scene.refused(TransportException.class)));
      }
      for (Future<TransportException> each : underWay) {
        TransportFailure.Kind why = end(each);
        assertTrue(
            why == TransportFailure.Kind.TIMEOUT || why == TransportFailure.Kind.POOL_EXHAUSTED,
            why.toString());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertTrue(took.compareTo(brief.call().plus(grace())) <= 0, "waited for " + took);
      scene.atlas().always(Reply.unscripted());
      assertReadsAgain(scene); // the one place in the pool is free again
    } finally {
      callers.shutdownNow();
    }
  }

  /** With times as brief as these a busy machine may need more than one read for it. */
  private static void assertReadsAgain(PortScene scene) {
    for (int more = 4; ; more--) {
      try {
        scene.assertReads(PortScene.JOB);
        return;
      } catch (TransportException e) {
        if (more == 0 || e.failure().kind() != TransportFailure.Kind.TIMEOUT) {
          throw e;
        }
      }
    }
  }

  /** The server's dates are decades apart; only differences on the client's own clock count. */
  @RuleTest("28")
  void s28_aClockThatJumpsChangesNoDeadline(ClientKind kind) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Instant middle = Instant.parse("2030-01-01T00:00:00Z");
    FakeAtlas.Builder jumping =
        FakeAtlas.builder()
            .clock(
                () -> {
                  int years = asked.incrementAndGet() % 2 == 0 ? 20 : -20;
                  return middle.plus(Duration.ofDays(365L * years));
                });
    PollPolicy quick = PollPolicy.every(Duration.ofMillis(2)).withoutRate();
    try (PortScene scene = scene(kind, jumping, config -> config.withPoll(quick))) {
      scene.atlas().put(PortScene.REF, RestoreJobFixtures.inProgress(), PortScene.JOB);
      scene.atlas().script(PortScene.REF, Reply.unscripted(), Reply.status(503));
      assertEquals(PortScene.JOB, scene.port().awaitCompletion(PortScene.REF));
      scene
          .atlas()
          .script(
              PortScene.REF,
              Reply.status(503)
                  .header("Date", "Tue, 01 Jan 2008 00:00:00 GMT")
                  .header("Retry-After", "Tue, 01 Jan 2008 00:00:00 GMT"),
              Reply.status(503)
                  .header("Date", "Sat, 01 Jan 2050 00:00:00 GMT")
                  .header("Retry-After", "Sat, 01 Jan 2050 00:00:00 GMT"));
      scene.assertReads(PortScene.JOB);
      assertThrows(AtlasException.class, () -> scene.port().get(RestoreJobFixtures.ref(404)));
    }
  }
}
