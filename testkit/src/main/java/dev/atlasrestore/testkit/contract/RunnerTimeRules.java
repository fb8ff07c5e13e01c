package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.SeenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The rules RUN-9 and RUN-10: the timeout of an exchange, and the delay of a pause. */
interface RunnerTimeRules {

  Duration SHORT = Duration.ofMillis(400);
  Duration FIRST_TIMEOUT = Duration.ofNanos(20_000);
  Duration LAST_TIMEOUT = Duration.ofMillis(3);
  Duration BETWEEN_BYTES = Duration.ofMillis(50);
  ResponseReply LONG_BODY = Reply.status(200).body("x".repeat(2000));

  @Rule(id = "RUN-9", text = "An exchange without a response ends at the timeout of its `Send`.")
  default void missingResponseTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.stall());
  }

  @Rule(id = "RUN-9", text = "An exchange whose body stalls ends at the timeout.")
  default void stalledBodyTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.stallInBody());
  }

  @Rule(
      id = "RUN-9.body",
      text = "An exchange whose body arrives byte by byte ends at the timeout.")
  default void slowBodyTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.dripBody(BETWEEN_BYTES, LONG_BODY));
  }

  @Rule(
      id = "RUN-9.head",
      text = "An exchange whose response head arrives byte by byte ends at the timeout.")
  default void slowHeadTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(
        fixtures,
        Hostile.drip(BETWEEN_BYTES, RunnerFixture.OK.header("X-Filler", "x".repeat(2000))));
  }

  @Rule(
      id = "RUN-9.head",
      text = "An exchange with an endless series of 1xx responses ends at the timeout.")
  default void endlessInformationalResponsesTimeOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.endlessInformational(BETWEEN_BYTES));
  }

  @Rule(
      id = "RUN-9.hanging",
      text = "An exchange whose TLS handshake hangs ends at the timeout and frees the connection.")
  default void hangingHandshakeTimesOut(RunnerFixtures fixtures) throws Exception {
    assertHandshakeTimesOut(fixtures, FakeTls.hanging());
  }

  @Rule(
      id = "RUN-9.handshake",
      text =
          "An exchange whose TLS handshake arrives byte by byte ends at the timeout and frees the"
              + " connection.")
  default void slowHandshakeTimesOut(RunnerFixtures fixtures) throws Exception {
    assertHandshakeTimesOut(fixtures, FakeTls.dripping(BETWEEN_BYTES));
  }

  private void assertHandshakeTimesOut(RunnerFixtures fixtures, FakeTls tls) throws Exception {
    try (RunnerFixture fixture =
        fixtures.open(FakeServer.start(request -> RunnerFixture.OK, tls))) {
      assertEndsInTime(fixtures, fixture, fixture.get("/", SHORT));
      fixture.assertConnectionsFreed("after the timeout of a handshake");
    }
  }

  private void assertTimesOut(RunnerFixtures fixtures, Reply reply) throws Exception {
    RequestHandler handler = request -> request.target().equals("/next") ? RunnerFixture.OK : reply;
    try (RunnerFixture fixture = fixtures.open(handler)) {
      // The start of the client must not count towards the short timeout.
      fixture.response("/next");
      TransportFailure failure = assertEndsInTime(fixtures, fixture, fixture.get("/slow", SHORT));
      assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate());
      assertEquals("ok", RunnerFixture.text(fixture.response("/next")));
      assertEquals(List.of("/next", "/slow", "/next"), fixture.targets());
      List<SeenRequest> requests = fixture.server().requests();
      assertNotEquals(
          requests.get(1).connection(),
          requests.get(2).connection(),
          "a connection was used again after its timeout");
    }
  }

  private TransportFailure assertEndsInTime(
      RunnerFixtures fixtures, RunnerFixture fixture, Call<Object> call) throws Exception {
    long start = System.nanoTime();
    TransportFailure failure = fixture.failure(call);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(duration.compareTo(SHORT) >= 0, "the call ended early, after " + duration);
    assertTrue(
        duration.compareTo(SHORT.plus(fixtures.grace())) <= 0,
        "the call ended late, after " + duration);
    assertEquals(TransportFailure.Kind.TIMEOUT, failure.kind());
    return failure;
  }

  @Rule(id = "RUN-9.abort", text = "A timeout closes the connection.")
  default void timeoutFreesTheConnection(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        fixture.failure(fixture.get("/", SHORT));
        fixture.assertConnectionsFreed("after a timeout");
      }
    }
  }

  /** Covers the moments in which a connection is leased, opened, written, read or returned. */
  @Rule(
      id = "RUN-9.abort",
      text = "A timeout frees the place in the pool at any moment of the exchange.")
  default void timeoutAtAnyMomentFreesTheConnection(RunnerFixtures fixtures) throws Exception {
    Reply last = RunnerFixture.OK.header("Connection", "close");
    RequestHandler handler = request -> request.target().equals("/last") ? last : RunnerFixture.OK;
    try (RunnerFixture fixture = fixtures.open(handler)) {
      for (Duration timeout = FIRST_TIMEOUT;
          timeout.compareTo(LAST_TIMEOUT) < 0;
          timeout = timeout.plus(FIRST_TIMEOUT)) {
        List<Running<Object>> concurrent = new ArrayList<>();
        for (String target : List.of("/", "/last", "/", "/last")) {
          concurrent.add(fixture.start(fixture.get(target, timeout)));
        }
        for (Running<Object> running : concurrent) {
          running.await();
        }
      }
      assertEquals("ok", RunnerFixture.text(fixture.response("/next")));
    }
  }

  @Rule(
      id = "RUN-9.connecting",
      text = "An exchange whose connection is never established ends at the timeout.")
  default void pendingConnectionTimesOut(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.openWithFullBacklog(request -> RunnerFixture.OK)) {
      assertEndsInTime(fixtures, fixture, fixture.get("/", SHORT));
      fixture.server().acceptConnections();
    }
  }

  @Rule(id = "RUN-10", text = "A pause lasts at least as long as its delay.")
  default void pauseLastsAtLeastItsDelay(RunnerFixtures fixtures) throws Exception {
    List<Duration> delays =
        List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(1_500_001), SHORT, SHORT);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      for (Duration delay : delays) {
        long before = System.nanoTime();
        Call<Duration> pausing =
            now -> Step.pause(delay, later -> Step.done(Duration.between(now, later)));
        Duration measured = fixture.run(pausing);
        assertTrue(
            System.nanoTime() - before >= delay.toNanos(), "the pause was shorter than " + delay);
        assertTrue(
            measured.compareTo(delay) >= 0,
            "the runner's clock measured " + measured + " of " + delay);
      }
    }
  }

  /** Starts more pauses than any stack has event loops, each from a step function on a loop. */
  @Rule(id = "RUN-10", text = "A pause blocks no thread that other calls need.")
  default void pauseBlocksNoSharedThread(RunnerFixtures fixtures) throws Exception {
    int runs = 4 * Math.max(16, Runtime.getRuntime().availableProcessors());
    CountDownLatch pausing = new CountDownLatch(runs);
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      List<Running<String>> all = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        all.add(
            fixture.start(
                now ->
                    Step.send(
                        HttpRequest.get(fixture.uri("/")),
                        RunnerFixture.LONG,
                        ExchangeCalls.MAX_BODY_BYTES,
                        (response, then) -> {
                          pausing.countDown();
                          return Step.pause(Duration.ofMinutes(1), later -> Step.done("ended"));
                        },
                        (failure, then) -> Step.done(failure.toString()))));
      }
      try {
        fixture.await(pausing, "calls that must reach their pause");
        assertEquals("ok", RunnerFixture.text(fixture.response("/during-the-pauses")));
      } finally {
        all.forEach(Running::cancel);
      }
    }
  }
}
