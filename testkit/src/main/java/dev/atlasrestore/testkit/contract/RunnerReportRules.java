package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The rules RUN-24 and RUN-25: a runner reports the end of a call that it stops exactly once, and
 * takes all times from one clock.
 */
interface RunnerReportRules {

  /** The timeout of exchanges that some runners cannot interrupt before it. */
  Duration SHORT = Duration.ofSeconds(1);

  Duration PAUSE = Duration.ofMillis(200);

  @Rule(
      id = "RUN-24.cancel",
      text =
          "If a call is cancelled while it waits for a response, reads a body or pauses, the runner"
              + " reports `cancelled` once and nothing else.")
  default void cancelIsReportedOnce(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
      try (RunnerFixture fixture = fixtures.open(request -> answering(request.target(), reply))) {
        ReportedEvents events = new ReportedEvents(Event.Cancelled.class::isInstance);
        Running<Object> running = fixture.start(events.record(fixture.get("/slow", SHORT)));
        fixture.awaitRequests(1);
        running.cancel();
        assertCancelledOnce(fixtures, fixture, events, "cancelled at " + reply);
      }
    }
    CountDownLatch pausing = new CountDownLatch(1);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      ReportedEvents events = new ReportedEvents(Event.Cancelled.class::isInstance);
      Running<Object> running = fixture.start(events.record(pausing(pausing)));
      fixture.await(pausing, "the pause has started");
      running.cancel();
      assertCancelledOnce(fixtures, fixture, events, "cancelled during a pause");
    }
  }

  @Rule(
      id = "RUN-24.connecting",
      text = "If a call is cancelled while it connects, the runner reports `cancelled` once.")
  default void cancelWhileConnectingIsReportedOnce(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.openWithFullBacklog(request -> RunnerFixture.OK)) {
      ReportedEvents events = new ReportedEvents(Event.Cancelled.class::isInstance);
      Running<Object> running = fixture.start(events.record(fixture.get("/connecting", SHORT)));
      fixture.pause(PAUSE); // A server cannot see a client that has not connected yet.
      running.cancel();
      assertCancelledOnce(fixtures, fixture, events, "cancelled while it connected");
      fixture.server().acceptConnections();
    }
  }

  @Rule(
      id = "RUN-24.sending",
      text =
          "If a call is cancelled while it takes a step, the runner reports `cancelled` once on the"
              + " step that follows.")
  default void cancelDuringAStepIsReportedOnceOnTheNextStep(RunnerFixtures fixtures)
      throws Exception {
    CountDownLatch responded = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      ReportedEvents events = new ReportedEvents(Event.Cancelled.class::isInstance);
      Call<Object> call =
          now ->
              Step.send(
                  HttpRequest.get(fixture.uri("/first")),
                  RunnerFixture.LONG,
                  ExchangeCalls.MAX_BODY_BYTES,
                  (response, then) -> {
                    responded.countDown();
                    RunnerCancelRules.awaitUninterruptibly(cancelled);
                    return fixture.get("/too-late").start(then);
                  },
                  (failure, then) -> Step.done(failure));
      Running<Object> running = fixture.start(events.record(call));
      try {
        fixture.await(responded, "the first response");
        running.cancel();
      } finally {
        cancelled.countDown();
      }
      events.awaitExpected(fixtures.patience(), "cancelled during a step");
      fixture.pause(PAUSE);
      assertEquals(
          List.of(Event.Answered.class, Event.Cancelled.class),
          events.all().stream().<Object>map(Event::getClass).toList());
      assertEquals(List.of("/first"), fixture.targets());
    }
  }

  @Rule(
      id = "RUN-24.close",
      text =
          "If the runner is closed, each of its calls gets exactly one event: `cancelled`, or a"
              + " failure of kind `CLIENT_CLOSED`.")
  default void closeIsReportedOnce(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        ReportedEvents events = new ReportedEvents(RunnerReportRules::isEndByClose);
        fixture.start(events.record(fixture.get("/slow", SHORT)));
        fixture.awaitRequests(1);
        fixture.closeRunner();
        assertOneEvent(fixtures, events, "closed at " + reply);
      }
    }
    CountDownLatch pausing = new CountDownLatch(1);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      ReportedEvents events = new ReportedEvents(RunnerReportRules::isEndByClose);
      fixture.start(events.record(pausing(pausing)));
      fixture.await(pausing, "the pause has started");
      fixture.closeRunner();
      assertOneEvent(fixtures, events, "closed during a pause");
    }
  }

  @Rule(
      id = "RUN-24.end",
      text = "A call that ends by itself gets no `cancelled`, also if it is cancelled afterwards.")
  default void endedCallIsNotReportedAsCancelled(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      ReportedEvents events = new ReportedEvents(event -> true);
      Running<Object> running = fixture.start(events.record(fixture.get("/")));
      running.await();
      running.cancel();
      fixture.closeRunner();
      assertEquals(1, events.all().size(), () -> "reported were " + events.all());
    }
  }

  @Rule(
      id = "RUN-24.throwing",
      text = "An exception that a step throws at its cancellation does not harm other calls.")
  default void exceptionDuringACancellationIsIgnored(RunnerFixtures fixtures) throws Exception {
    CountDownLatch pausing = new CountDownLatch(2);
    CountDownLatch cancelled = new CountDownLatch(2);
    Call<Object> throwing =
        now -> {
          pausing.countDown();
          return new Step.Pause<>(
              RunnerFixture.LONG,
              (event, then) -> {
                cancelled.countDown();
                throw new IllegalStateException("thrown by a step");
              });
        };
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      fixture.start(throwing);
      fixture.start(throwing);
      fixture.await(pausing, "the pauses have started");
      fixture.closeRunner();
      fixture.await(cancelled, "reports of a cancellation");
    }
  }

  @Rule(id = "RUN-25", text = "All calls of a runner get their times from one clock.")
  default void allCallsHaveOneClock(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      long start = System.nanoTime();
      Instant first = fixture.run(Step::done);
      Instant second = fixture.run(now -> Step.pause(PAUSE, Step::done));
      Instant third = fixture.run(Step::done);
      Duration measured = Duration.ofNanos(System.nanoTime() - start);
      assertFalse(second.isBefore(first.plus(PAUSE)), () -> first + ", a pause, then " + second);
      assertFalse(third.isBefore(second), () -> third + " follows " + second);
      assertTrue(
          Duration.between(first, third).compareTo(measured) <= 0,
          () -> "calls within " + measured + " began at " + first + " and at " + third);
    }
  }

  private static Reply answering(String target, Reply slow) {
    return target.equals("/slow") ? slow : RunnerFixture.OK;
  }

  private static Call<Object> pausing(CountDownLatch started) {
    return now -> {
      started.countDown();
      return Step.pause(RunnerFixture.LONG, later -> Step.done("elapsed"));
    };
  }

  private static boolean isEndByClose(Event event) {
    return event instanceof Event.Cancelled
        || (event instanceof Event.Unanswered unanswered
            && unanswered.failure().kind() == TransportFailure.Kind.CLIENT_CLOSED);
  }

  private static void assertCancelledOnce(
      RunnerFixtures fixtures, RunnerFixture fixture, ReportedEvents events, String phase)
      throws InterruptedException {
    events.awaitExpected(fixtures.patience(), phase);
    fixture.pause(PAUSE);
    assertEquals(List.of(new Event.Cancelled()), events.all(), phase);
  }

  private static void assertOneEvent(RunnerFixtures fixtures, ReportedEvents events, String phase)
      throws InterruptedException {
    events.awaitExpected(fixtures.patience(), phase);
    assertEquals(1, events.all().size(), () -> phase + ": reported were " + events.all());
  }
}
