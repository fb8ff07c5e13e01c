package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The rule RUN-31: a {@code Blocking} runs on a thread that may block. */
interface RunnerBlockingRules {

  Duration MOMENT = Duration.ofMillis(200);

  @Rule(
      id = "RUN-31",
      text = "Each `Blocking` runs once, on a thread that may block, after any other step.")
  default void blockingRunsOnAThreadThatMayBlock(RunnerFixtures fixtures) throws Exception {
    BooleanSupplier mayBlock = fixtures.mayBlock();
    List<Boolean> threads = new ArrayList<>();
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Call<Object> call =
          now ->
              recordThread(
                  threads,
                  mayBlock,
                  then ->
                      Step.send(
                          HttpRequest.get(fixture.uri("/")),
                          RunnerFixture.LONG,
                          ExchangeCalls.MAX_BODY_BYTES,
                          (response, later) ->
                              recordThread(
                                  threads,
                                  mayBlock,
                                  after ->
                                      Step.pause(
                                          Duration.ofMillis(1),
                                          paused ->
                                              recordThread(
                                                  threads,
                                                  mayBlock,
                                                  again ->
                                                      recordThread(
                                                          threads, mayBlock, Step::done)))),
                          (failure, later) -> Step.done(failure)));
      assertInstanceOf(Instant.class, fixture.run(call));
      assertEquals(List.of(true, true, true, true), threads, "whether the threads may block");
    }
  }

  /** Records whether the thread of the work may block, and continues with a call. */
  private static Step<Object> recordThread(
      List<Boolean> threads, BooleanSupplier mayBlock, Call<Object> then) {
    return Step.blocking(
        now -> {
          threads.add(mayBlock.getAsBoolean());
          return then.start(now);
        });
  }

  @Rule(
      id = "RUN-31.throwing",
      text = "If a `Blocking` throws a `Throwable`, the call fails with the same instance.")
  default void throwableOfABlockingEndsTheRun(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      for (Throwable thrown :
          List.of(
              new IllegalStateException("test"),
              new AssertionError("test"),
              new StackOverflowError("test"),
              new IOException("test"))) {
        Call<Object> throwing =
            now ->
                Step.blocking(
                    then -> {
                      throw Rethrown.unchanged(thrown);
                    });
        assertSame(thrown, assertThrows(Throwable.class, () -> fixture.run(throwing)));
      }
    }
  }

  /**
   * If the work blocked an event loop, one of the other calls would not end, because the runner
   * spreads them over all event loops.
   */
  @Rule(id = "RUN-31.calls", text = "A `Blocking` that does not return does not delay other calls.")
  default void heldBlockingHoldsNoOtherCall(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Reply slow = Reply.delayed(Duration.ofMillis(100), RunnerFixture.OK);
    try (RunnerFixture fixture = fixtures.open(request -> slow)) {
      Running<Object> held =
          fixture.start(
              now ->
                  Step.blocking(
                      then -> {
                        begun.countDown();
                        RunnerCancelRules.awaitUninterruptibly(released);
                        return Step.done("released");
                      }));
      try {
        fixture.await(begun, "the blocking work has begun");
        List<Running<Object>> others = new ArrayList<>();
        for (int i = 0; i <= 2 * Math.max(4, Runtime.getRuntime().availableProcessors()); i++) {
          others.add(fixture.start(fixture.get("/" + i)));
        }
        fixture.awaitRequests(others.size());
        for (Running<Object> other : others) {
          assertInstanceOf(HttpResponse.class, other.await());
        }
      } finally {
        released.countDown();
      }
      assertEquals("released", held.await());
    }
  }

  @Rule(
      id = "RUN-31.cancel",
      text =
          "If a call is cancelled during a `Blocking`, the work ends, the step after it gets"
              + " `cancelled` once, and the cleanup runs once.")
  default void cancelDuringABlockingIsReportedOnTheNextStep(RunnerFixtures fixtures)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    WatchedTransfer next = new WatchedTransfer(sink, fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Call<Object> transfer = next.call(fixture.uri("/too-late"), RunnerFixture.LONG);
      Running<Object> running =
          fixture.start(
              now ->
                  Step.blocking(
                      then -> {
                        begun.countDown();
                        RunnerCancelRules.awaitUninterruptibly(released);
                        return transfer.start(then);
                      }));
      try {
        fixture.await(begun, "the blocking work has begun");
        running.cancel();
      } finally {
        released.countDown();
      }
      next.awaitEnd(fixtures.patience(), "cancelled during blocking work");
      fixture.pause(MOMENT);
      next.assertCancelledOnce("cancelled during blocking work");
      assertEquals(List.of(), fixture.targets());
    }
  }

  @Rule(
      id = "RUN-31.left",
      text = "An exception of the cleanup after a cancellation does not affect other calls.")
  default void exceptionOfTheCleanupIsIgnored(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    CountDownLatch pausing = new CountDownLatch(2);
    CountDownLatch ran = new CountDownLatch(2);
    AtomicInteger runs = new AtomicInteger();
    Call<Object> throwing =
        now -> {
          pausing.countDown();
          return new Step.Pause<>(
              RunnerFixture.LONG,
              (event, then) ->
                  Step.blocking(
                      later -> {
                        runs.incrementAndGet();
                        ran.countDown();
                        throw new IllegalStateException("thrown by the cleanup");
                      }));
        };
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Running<Object> first = fixture.start(throwing);
      Running<Object> second = fixture.start(throwing);
      fixture.await(pausing, "the pauses have started");
      first.cancel();
      second.cancel();
      fixture.await(ran, "the cleanup has run");
      assertEquals("ok", RunnerFixture.text(fixture.response("/")));
      assertEquals(2, runs.get(), "times that the work ran");
    }
  }
}
