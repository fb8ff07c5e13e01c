package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.RequestHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The rules RUN-11 to RUN-13, RUN-21 and RUN-33: how calls start, go on and end. And a rule about
 * closing.
 */
interface RunnerCallRules {

  @Rule(
      id = "RUN-11",
      text = "The error of a `Failed` step is thrown as the same instance, unwrapped.")
  default void failureIsTheSameInstance(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      RuntimeException error = new IllegalStateException("test");
      List<Call<Object>> calls =
          List.of(
              now -> Step.failed(error),
              now -> Step.pause(Duration.ZERO, later -> Step.failed(error)),
              now ->
                  Step.send(
                      HttpRequest.get(fixture.uri("/")),
                      RunnerFixture.LONG,
                      ExchangeCalls.MAX_BODY_BYTES,
                      (response, then) -> Step.failed(error),
                      (failure, then) -> Step.done(failure)));
      for (Call<Object> call : calls) {
        assertSame(error, assertThrows(RuntimeException.class, () -> fixture.run(call)));
      }
    }
  }

  @Rule(id = "RUN-33", text = "The stack does not grow with the steps of a call.")
  default void stackDoesNotGrowWithTheSteps(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      List<Integer> depths = new CopyOnWriteArrayList<>();
      fixture.run(now -> recordDepth(fixture, depths));
      int most = depths.stream().skip(20).mapToInt(Integer::intValue).max().orElseThrow();
      assertTrue(most <= depths.get(20) + 10, () -> "the stack grows: " + depths);
    }
  }

  /** Sends and pauses in turn, 100 times each, and records the depth of the stack after a pause. */
  private static Step<Object> recordDepth(RunnerFixture fixture, List<Integer> depths) {
    depths.add(Thread.currentThread().getStackTrace().length);
    return depths.size() == 100
        ? Step.done("end")
        : Step.send(
            HttpRequest.get(fixture.uri("/")),
            RunnerFixture.LONG,
            ExchangeCalls.MAX_BODY_BYTES,
            (response, now) -> Step.pause(Duration.ZERO, later -> recordDepth(fixture, depths)),
            (failure, now) -> Step.failed(new IllegalStateException(failure.toString())));
  }

  @Rule(id = "RUN-12", text = "Every run starts its call anew.")
  default void everyRunStartsTheCallAgain(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      AtomicInteger starts = new AtomicInteger();
      Call<Object> counted =
          now -> {
            starts.incrementAndGet();
            return fixture.get("/").start(now);
          };
      fixture.run(counted);
      fixture.run(counted);
      assertEquals(2, starts.get());
      assertEquals(2, fixture.targets().size());
    }
  }

  @Rule(id = "RUN-13", text = "Concurrent runs get their own responses.")
  default void concurrentRunsGetTheirOwnResponses(RunnerFixtures fixtures) throws Exception {
    int runs = 64;
    RequestHandler handler =
        request -> RunnerFixture.OK.header("X-Target", request.target()).body(request.target());
    try (RunnerFixture fixture = fixtures.open(handler)) {
      List<Running<Object>> all = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        all.add(fixture.start(fixture.get("/number/" + i)));
      }
      for (int i = 0; i < runs; i++) {
        HttpResponse response = assertInstanceOf(HttpResponse.class, all.get(i).await());
        assertEquals("/number/" + i, RunnerFixture.text(response));
        assertEquals(List.of("/number/" + i), response.headers("X-Target"));
      }
      assertEquals(runs, fixture.targets().size());
    }
  }

  @Rule(id = Contract.CONNECTIONS_CLOSED, text = "A closed runner leaves no connection open.")
  default void closedRunnerLeavesNoConnectionOpen(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      for (int i = 0; i < 3; i++) {
        fixture.response("/");
      }
      assertTrue(fixture.server().connections() <= 3);
    }
  }

  @Rule(
      id = "RUN-21",
      text = "A `Throwable` of a step function ends the run with the same instance.")
  default void throwableOfAStepFunctionEndsTheRun(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK);
        ReservedPort refusing = ReservedPort.open()) {
      URI refused = refusing.uri("/");
      List<Function<Throwable, Call<String>>> calls =
          List.of(
              thrown ->
                  now -> {
                    throw Rethrown.unchanged(thrown);
                  },
              thrown ->
                  now ->
                      Step.pause(
                          Duration.ZERO,
                          later -> {
                            throw Rethrown.unchanged(thrown);
                          }),
              thrown -> throwing(fixture.uri("/"), thrown),
              thrown -> throwing(refused, thrown));
      for (Function<Throwable, Call<String>> call : calls) {
        for (Throwable thrown :
            List.of(
                new IllegalStateException("test"),
                new AssertionError("test"),
                new StackOverflowError("test"),
                new NoClassDefFoundError("test"),
                new IOException("test"))) {
          Throwable seen = assertThrows(Throwable.class, () -> fixture.run(call.apply(thrown)));
          assertSame(thrown, seen);
        }
      }
    }
  }

  private static Call<String> throwing(URI uri, Throwable thrown) {
    return now ->
        Step.send(
            HttpRequest.get(uri),
            RunnerFixture.LONG,
            ExchangeCalls.MAX_BODY_BYTES,
            (response, then) -> {
              throw Rethrown.unchanged(thrown);
            },
            (failure, then) -> {
              throw Rethrown.unchanged(thrown);
            });
  }
}
