package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rule RUN-14: a cancelled call sends nothing more and frees its connection, in every phase.
 * The results of its exchanges are not reported to its steps. A later request shows that nothing
 * was sent: a request of the cancelled call would have arrived before it.
 */
interface RunnerCancelRules {

  /** The timeout of exchanges that some runners cannot interrupt before it. */
  Duration SHORT = Duration.ofSeconds(1);

  /** Long enough that none of many exchanges ends before it is cancelled. */
  Duration LONGER = Duration.ofSeconds(3);

  int CANCELS = 500;
  Duration LONGEST_SERIES = Duration.ofSeconds(20);

  Duration PAUSE = Duration.ofMillis(200);

  @Rule(
      id = "RUN-14.sending",
      text = "If a call is cancelled before a `Send`, the request is not sent.")
  default void cancelBeforeASendSendsNothing(RunnerFixtures fixtures) throws Exception {
    CountDownLatch responded = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Call<Object> call =
          now ->
              Step.send(
                  HttpRequest.get(fixture.uri("/first")),
                  RunnerFixture.LONG,
                  ExchangeCalls.MAX_BODY_BYTES,
                  (response, then) -> {
                    responded.countDown();
                    awaitUninterruptibly(cancelled);
                    return fixture.get("/too-late").start(then);
                  },
                  (failure, then) -> Step.done(failure));
      Running<Object> running = fixture.start(call);
      try {
        fixture.await(responded, "the first response");
        running.cancel();
      } finally {
        cancelled.countDown();
      }
      assertNothingFollows(fixture, "/first");
    }
  }

  @Rule(
      id = "RUN-14.connecting",
      text = "If a call is cancelled while it connects, the request is not sent.")
  default void cancelWhileConnectingSendsNothing(RunnerFixtures fixtures) throws Exception {
    AtomicInteger results = new AtomicInteger();
    try (RunnerFixture fixture = fixtures.openWithFullBacklog(request -> RunnerFixture.OK)) {
      Running<Object> running = fixture.start(sendingAgain(fixture, "/connecting", SHORT, results));
      fixture.pause(PAUSE); // A server cannot see a client that has not connected yet.
      running.cancel();
      fixture.pause(SHORT.plus(PAUSE));
      fixture.server().acceptConnections();
      assertNothingFollows(fixture);
      assertEquals(0, results.get(), "results reported to a cancelled step");
    }
  }

  @Rule(
      id = "RUN-14.waiting",
      text =
          "If a call is cancelled while it waits for the response, its connection is freed and"
              + " nothing follows.")
  default void cancelWhileWaitingForTheResponseFreesTheConnection(RunnerFixtures fixtures)
      throws Exception {
    assertFreed(fixtures, Hostile.stall());
  }

  @Rule(
      id = "RUN-14.reading",
      text =
          "If a call is cancelled while it reads the body, its connection is freed and nothing"
              + " follows.")
  default void cancelWhileReadingTheBodyFreesTheConnection(RunnerFixtures fixtures)
      throws Exception {
    assertFreed(fixtures, Hostile.stallInBody());
  }

  /**
   * Cancels at many moments around the arrival of the response, because some stacks then lose the
   * response. A runner that keeps cancelled exchanges until their timeout has no free connection
   * left.
   */
  @Rule(
      id = "RUN-14.answering",
      text = "If a call is cancelled at the moment the response arrives, its connection is freed.")
  default void cancelAsTheResponseArrivesFreesTheConnection(RunnerFixtures fixtures)
      throws Exception {
    AtomicInteger results = new AtomicInteger();
    try (RunnerFixture fixture = fixtures.open(request -> Hostile.stallInBody())) {
      long start = System.nanoTime();
      int requests = 0;
      boolean arrived = true;
      while (arrived
          && requests < CANCELS
          && System.nanoTime() - start < LONGEST_SERIES.toNanos()) {
        Running<Object> running = fixture.start(sendingAgain(fixture, "/slow", LONGER, results));
        arrived =
            fixture
                .server()
                .awaitRequests(requests + 1, requests == 0 ? fixtures.patience() : SHORT);
        if (arrived) {
          spin(requests % 100 * 1000L);
          requests++;
        }
        running.cancel();
      }
      assertTrue(requests > 0, "no request arrived");
      fixture.assertConnectionsFreed("after " + requests + " calls were cancelled");
      assertEquals(0, results.get(), "results reported to a cancelled step");
      assertTrue(
          fixture.targets().stream().allMatch("/slow"::equals),
          "requests after the call was cancelled");
    }
  }

  /** Waits by spinning, because no other way to wait is exact to a microsecond. */
  private static void spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  private void assertFreed(RunnerFixtures fixtures, Reply reply) throws Exception {
    AtomicInteger results = new AtomicInteger();
    // No connection of other requests may stay in a pool.
    ResponseReply closing = RunnerFixture.OK.header("Connection", "close");
    RequestHandler handler = request -> request.target().equals("/slow") ? reply : closing;
    try (RunnerFixture fixture = fixtures.open(handler)) {
      fixture.response("/warm");
      Running<Object> running = fixture.start(sendingAgain(fixture, "/slow", SHORT, results));
      fixture.awaitRequests(2);
      running.cancel();
      fixture.assertConnectionsFreed("after the call was cancelled");
      assertNothingFollows(fixture, "/warm", "/slow");
      assertEquals(0, results.get(), "results reported to a cancelled step");
    }
  }

  @Rule(
      id = "RUN-14.pausing",
      text = "If a call is cancelled during a pause, nothing more is sent.")
  default void cancelWhilePausingSendsNothingMore(RunnerFixtures fixtures) throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    AtomicInteger results = new AtomicInteger();
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Running<Object> running =
          fixture.start(
              now -> {
                pausing.countDown();
                return Step.pause(
                    PAUSE,
                    later -> {
                      results.incrementAndGet();
                      return fixture.get("/too-late").start(later);
                    });
              });
      fixture.await(pausing, "the pause has started");
      running.cancel();
      assertNothingFollows(fixture);
      assertEquals(0, results.get(), "results reported to a cancelled step");
    }
  }

  /** Returns a call that counts each result and then sends again. */
  private static Call<Object> sendingAgain(
      RunnerFixture fixture, String target, Duration timeout, AtomicInteger results) {
    return now ->
        Step.send(
            HttpRequest.get(fixture.uri(target)),
            timeout,
            ExchangeCalls.MAX_BODY_BYTES,
            (response, then) -> {
              results.incrementAndGet();
              return fixture.get("/too-late").start(then);
            },
            (failure, then) -> {
              results.incrementAndGet();
              return fixture.get("/too-late").start(then);
            });
  }

  private static void assertNothingFollows(RunnerFixture fixture, String... before)
      throws Exception {
    fixture.run(
        now -> Step.pause(PAUSE.multipliedBy(2), later -> fixture.get("/after").start(later)));
    List<String> expected = new ArrayList<>(List.of(before));
    expected.add("/after");
    assertEquals(expected, fixture.targets(), "requests after the call was cancelled");
  }

  /** Blocks a step function until the call was cancelled. Real step functions never block. */
  static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
