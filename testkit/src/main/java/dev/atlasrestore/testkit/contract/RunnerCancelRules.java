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
 * Rule 14 of runners: to cancel stops all further sends and frees the connection, in every phase. A
 * cancelled step gets no report any more. That nothing was sent is seen by a later call, behind
 * which it would have come.
 */
abstract class RunnerCancelRules extends RunnerTimeRules {

  /** Bounds an exchange that a runner cannot interrupt: it may end at its timeout. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Where there are many, so that none of them ends before it is cancelled. */
  private static final Duration LONGER = Duration.ofSeconds(3);

  private static final int CANCELS = 500;
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(200);

  RunnerCancelRules() {}

  @RuleTest("RUN-14.sending")
  void run14_cancelledBeforeASendItIsNotSent(ClientKind kind) throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (ToyScene scene = scene(kind, request -> OK)) {
      Call<Object> call =
          now ->
              Step.send(
                  HttpRequest.get(scene.uri("/first")),
                  SOON,
                  ToyScene.MAX_BODY,
                  (response, then) -> {
                    answered.countDown();
                    awaitUninterruptibly(cancelled);
                    return scene.get("/too-late").start(then);
                  },
                  (failure, then) -> Step.done(failure));
      Running<Object> running = scene.start(call);
      try {
        scene.await(answered, "the first answer");
        running.cancel();
      } finally {
        cancelled.countDown();
      }
      assertNothingFollows(scene, "/first");
    }
  }

  @RuleTest("RUN-14.connecting")
  void run14_cancelledWhileConnectingNothingIsSent(ClientKind kind) throws Exception {
    AtomicInteger reports = new AtomicInteger();
    try (ToyScene scene = scene(kind, crowded(request -> OK))) {
      Running<Object> running = scene.start(stubborn(scene, "/connecting", SHORT, reports));
      // no server sees a client that cannot connect: this long it has had to try
      scene.run(now -> Step.pause(PAUSE, later -> Step.done("tried")));
      running.cancel();
      scene.run(now -> Step.pause(SHORT.plus(PAUSE), later -> Step.done("past its timeout")));
      scene.server().acceptConnections();
      assertNothingFollows(scene);
      assertEquals(0, reports.get(), "reported to a cancelled step");
    }
  }

  @RuleTest("RUN-14.waiting")
  void run14_cancelledWhileWaitingTheConnectionIsFreed(ClientKind kind) throws Exception {
    assertFreed(kind, Hostile.stall());
  }

  @RuleTest("RUN-14.reading")
  void run14_cancelledWhileReadingTheConnectionIsFreed(ClientKind kind) throws Exception {
    assertFreed(kind, Hostile.stallInBody());
  }

  /**
   * The moment in which stacks lose sight of an answer, approached often enough to meet it. A
   * runner that holds cancelled exchanges until their timeout runs out of connections first.
   */
  @RuleTest("RUN-14.answering")
  void run14_cancelledAsTheAnswerComesTheConnectionIsFreed(ClientKind kind) throws Exception {
    AtomicInteger reports = new AtomicInteger();
    try (ToyScene scene = scene(kind, request -> Hostile.stallInBody())) {
      long begun = System.nanoTime();
      int requests = 0;
      boolean came = true;
      while (came && requests < CANCELS && System.nanoTime() - begun < LONG_ENOUGH.toNanos()) {
        Running<Object> running = scene.start(stubborn(scene, "/slow", LONGER, reports));
        came = scene.server().awaitRequests(requests + 1, requests == 0 ? patience() : SHORT);
        if (came) {
          spin(requests % 100 * 1000L);
          requests++;
        }
        running.cancel();
      }
      scene.assertConnectionsFreed("after " + requests + " were cancelled");
      assertEquals(0, reports.get(), "reported to a cancelled step");
      assertTrue(scene.targets().stream().allMatch("/slow"::equals), "sent after it was cancelled");
    }
  }

  /** Nothing else is as exact. */
  private static void spin(long nanos) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < nanos) {
      Thread.onSpinWait();
    }
  }

  private void assertFreed(ClientKind kind, Reply reply) throws Exception {
    AtomicInteger reports = new AtomicInteger();
    ResponseReply last = OK.header("Connection", "close"); // leaves none behind in a pool
    RequestHandler host = request -> request.target().equals("/slow") ? reply : last;
    try (ToyScene scene = scene(kind, host)) {
      scene.answer("/warm");
      Running<Object> running = scene.start(stubborn(scene, "/slow", SHORT, reports));
      scene.awaitRequests(2);
      running.cancel();
      scene.assertConnectionsFreed("after it was cancelled");
      assertNothingFollows(scene, "/warm", "/slow");
      assertEquals(0, reports.get(), "reported to a cancelled step");
    }
  }

  @RuleTest("RUN-14.pausing")
  void run14_cancelledWhilePausingNothingFollows(ClientKind kind) throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    AtomicInteger reports = new AtomicInteger();
    try (ToyScene scene = scene(kind, request -> OK)) {
      Running<Object> running =
          scene.start(
              now -> {
                pausing.countDown();
                return Step.pause(
                    PAUSE,
                    later -> {
                      reports.incrementAndGet();
                      return scene.get("/too-late").start(later);
                    });
              });
      scene.await(pausing, "the pause");
      running.cancel();
      assertNothingFollows(scene);
      assertEquals(0, reports.get(), "reported to a cancelled step");
    }
  }

  /** A call that goes on sending, whatever is reported. */
  private static Call<Object> stubborn(
      ToyScene scene, String target, Duration timeout, AtomicInteger reports) {
    return now ->
        Step.send(
            HttpRequest.get(scene.uri(target)),
            timeout,
            ToyScene.MAX_BODY,
            (response, then) -> {
              reports.incrementAndGet();
              return scene.get("/too-late").start(then);
            },
            (failure, then) -> {
              reports.incrementAndGet();
              return scene.get("/too-late").start(then);
            });
  }

  private static void assertNothingFollows(ToyScene scene, String... before) throws Exception {
    scene.run(now -> Step.pause(PAUSE.multipliedBy(2), later -> scene.get("/fence").start(later)));
    List<String> expected = new ArrayList<>(List.of(before));
    expected.add("/fence");
    assertEquals(expected, scene.targets(), "sent after it was cancelled");
  }

  /** Step functions must not block; this one holds its thread, to make a cancel come first. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
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
