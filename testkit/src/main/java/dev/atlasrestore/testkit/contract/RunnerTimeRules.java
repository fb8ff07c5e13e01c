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

/** Rules 9 and 10 of runners: an exchange ends in time, and a pause lasts and blocks nobody. */
abstract class RunnerTimeRules extends RunnerBodyRules {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration STEP = Duration.ofNanos(20_000);
  private static final Duration LAST_MOMENT = Duration.ofMillis(3);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);
  private static final ResponseReply LONG_BODY = Reply.status(200).body("x".repeat(2000));

  RunnerTimeRules() {}

  @RuleTest("RUN-9")
  void run09_anAnswerThatNeverComesEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertTimesOut(kind, Hostile.stall());
  }

  @RuleTest("RUN-9")
  void run09_aBodyThatStallsEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertTimesOut(kind, Hostile.stallInBody());
  }

  @RuleTest("RUN-9.body")
  void run09_aBodyThatDripsEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertTimesOut(kind, Hostile.dripBody(BETWEEN_BYTES, LONG_BODY));
  }

  @RuleTest("RUN-9.head")
  void run09_aHeadThatDripsEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertTimesOut(kind, Hostile.drip(BETWEEN_BYTES, OK.header("X-Filler", "x".repeat(2000))));
  }

  @RuleTest("RUN-9.head")
  void run09_informationalAnswersWithoutEndEndAtTheTimeout(ClientKind kind) throws Exception {
    assertTimesOut(kind, Hostile.endlessInformational(BETWEEN_BYTES));
  }

  @RuleTest("RUN-9.hanging")
  void run09_aHandshakeThatHangsEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertHandshakeTimesOut(kind, FakeTls.hanging());
  }

  @RuleTest("RUN-9.handshake")
  void run09_aHandshakeThatDripsEndsAtTheTimeout(ClientKind kind) throws Exception {
    assertHandshakeTimesOut(kind, FakeTls.dripping(BETWEEN_BYTES));
  }

  private void assertHandshakeTimesOut(ClientKind kind, FakeTls tls) throws Exception {
    try (ToyScene scene = scene(kind, FakeServer.start(request -> OK, tls))) {
      assertEndsInTime(scene.get("/", SHORT), scene);
      scene.assertConnectionsFreed("in a handshake that never ended");
    }
  }

  private void assertTimesOut(ClientKind kind, Reply reply) throws Exception {
    RequestHandler host = request -> request.target().equals("/next") ? OK : reply;
    try (ToyScene scene = scene(kind, host)) {
      scene.answer("/next"); // so that the short time is not spent on starting a cold client
      TransportFailure failure = assertEndsInTime(scene.get("/slow", SHORT), scene);
      assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate());
      assertEquals("ok", ToyScene.text(scene.answer("/next")));
      assertEquals(List.of("/next", "/slow", "/next"), scene.targets());
      List<SeenRequest> requests = scene.server().requests();
      assertNotEquals(
          requests.get(1).connection(),
          requests.get(2).connection(),
          "the connection that timed out must not be used again");
    }
  }

  private TransportFailure assertEndsInTime(Call<Object> call, ToyScene scene) throws Exception {
    long began = System.nanoTime();
    TransportFailure failure = scene.failure(call);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(SHORT) >= 0, "it ended before its time, after " + took);
    assertTrue(took.compareTo(SHORT.plus(grace())) <= 0, "it ended late, after " + took);
    assertEquals(TransportFailure.Kind.TIMEOUT, failure.kind());
    return failure;
  }

  @RuleTest("RUN-9.abort")
  void run09_aTimeoutFreesTheConnection(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        scene.failure(scene.get("/", SHORT));
        scene.assertConnectionsFreed("after a timeout");
      }
    }
  }

  /** In that moment a connection may be asked for, made, written to, read from or given back. */
  @RuleTest("RUN-9.abort")
  void run09_aTimeoutAtAnyMomentFreesTheConnection(ClientKind kind) throws Exception {
    Reply last = OK.header("Connection", "close");
    RequestHandler host = request -> request.target().equals("/last") ? last : OK;
    try (ToyScene scene = scene(kind, host)) {
      for (Duration time = STEP; time.compareTo(LAST_MOMENT) < 0; time = time.plus(STEP)) {
        List<Running<Object>> atOnce = new ArrayList<>();
        for (String target : List.of("/", "/last", "/", "/last")) {
          atOnce.add(scene.start(scene.get(target, time)));
        }
        for (Running<Object> each : atOnce) {
          each.await();
        }
      }
      assertEquals("ok", ToyScene.text(scene.answer("/next")));
    }
  }

  @RuleTest("RUN-9.connecting")
  void run09_aConnectionThatIsNeverMadeEndsAtTheTimeout(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, crowded(request -> OK))) {
      assertEndsInTime(scene.get("/", SHORT), scene);
      scene.server().acceptConnections();
    }
  }

  @RuleTest("RUN-10")
  void run10_aPauseLastsAtLeastAsAsked(ClientKind kind) throws Exception {
    List<Duration> delays =
        List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(1_500_001), SHORT, SHORT);
    try (ToyScene scene = scene(kind, request -> OK)) {
      for (Duration delay : delays) {
        long before = System.nanoTime();
        Call<Duration> pausing =
            began -> Step.pause(delay, now -> Step.done(Duration.between(began, now)));
        Duration counted = scene.run(pausing);
        assertTrue(System.nanoTime() - before >= delay.toNanos(), "too short for " + delay);
        assertTrue(counted.compareTo(delay) >= 0, "its clock says " + counted + " of " + delay);
      }
    }
  }

  /** More runs pause than any stack has event loops, and each began its pause on one of them. */
  @RuleTest("RUN-10")
  void run10_aPauseBlocksNoThreadItDoesNotOwn(ClientKind kind) throws Exception {
    int runs = 4 * Math.max(16, Runtime.getRuntime().availableProcessors());
    CountDownLatch pausing = new CountDownLatch(runs);
    try (ToyScene scene = scene(kind, request -> OK)) {
      List<Running<String>> all = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        all.add(
            scene.start(
                now ->
                    Step.send(
                        HttpRequest.get(scene.uri("/")),
                        SOON,
                        ToyScene.MAX_BODY,
                        (response, then) -> {
                          pausing.countDown();
                          return Step.pause(Duration.ofMinutes(1), later -> Step.done("rested"));
                        },
                        (failure, then) -> Step.done(failure.toString()))));
      }
      try {
        scene.await(pausing, "a pause keeps others from moving on");
        assertEquals("ok", ToyScene.text(scene.answer("/meanwhile")));
      } finally {
        all.forEach(Running::cancel);
      }
    }
  }
}
