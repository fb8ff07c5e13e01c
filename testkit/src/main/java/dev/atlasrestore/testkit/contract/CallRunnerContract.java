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
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What every runner keeps: the rules RUN-1 and following of the contract, with toy calls that know
 * nothing of Atlas. A transport's test extends this, and gets each rule tested on its own and on a
 * borrowed client. What can be seen at the server is asserted there.
 *
 * <pre>{@code
 * class MyRunnerTest extends CallRunnerContract {
 *   @Override protected RunnerUnderTest runner(ClientKind kind) { ... }
 *   @Override protected Traits traits() { return Traits.keepsAll().without("RUN-9.head", "why"); }
 * }
 * }</pre>
 */
public abstract class CallRunnerContract extends RunnerIsolationRules {

  /** For subclasses. */
  protected CallRunnerContract() {}

  @Override
  protected abstract RunnerUnderTest runner(ClientKind kind);

  @Override
  protected Traits traits() {
    return super.traits();
  }

  @RuleTest("RUN-11")
  void run11_aFailureComesOutAsTheSameInstance(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK)) {
      RuntimeException error = new IllegalStateException("toy");
      List<Call<Object>> calls =
          List.of(
              now -> Step.failed(error),
              now -> Step.pause(Duration.ZERO, later -> Step.failed(error)),
              now ->
                  Step.send(
                      HttpRequest.get(scene.uri("/")),
                      SOON,
                      ToyScene.MAX_BODY,
                      (response, then) -> Step.failed(error),
                      (failure, then) -> Step.done(failure)));
      for (Call<Object> call : calls) {
        assertSame(error, assertThrows(RuntimeException.class, () -> scene.run(call)));
      }
    }
  }

  @RuleTest("RUN-12")
  void run12_eachRunIsANewConversation(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK)) {
      AtomicInteger starts = new AtomicInteger();
      Call<Object> counted =
          now -> {
            starts.incrementAndGet();
            return scene.get("/").start(now);
          };
      scene.run(counted);
      scene.run(counted);
      assertEquals(2, starts.get());
      assertEquals(2, scene.targets().size());
    }
  }

  @RuleTest("RUN-13")
  void run13_concurrentRunsDoNotMix(ClientKind kind) throws Exception {
    int runs = 64;
    RequestHandler host = request -> OK.header("X-Target", request.target()).body(request.target());
    try (ToyScene scene = scene(kind, host)) {
      List<Running<Object>> all = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        all.add(scene.start(scene.get("/number/" + i)));
      }
      for (int i = 0; i < runs; i++) {
        HttpResponse response = assertInstanceOf(HttpResponse.class, all.get(i).await());
        assertEquals("/number/" + i, ToyScene.text(response));
        assertEquals(List.of("/number/" + i), response.headers("X-Target"));
      }
      assertEquals(runs, scene.targets().size());
    }
  }

  @RuleTest(CLOSED)
  void s21_aClosedRunnerLeavesNoConnection(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK)) {
      for (int i = 0; i < 3; i++) {
        scene.answer("/");
      }
      assertTrue(scene.server().connections() <= 3);
    }
  }

  @RuleTest("RUN-21")
  void run21_whateverAStepFunctionThrowsEndsTheRun(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK);
        Socket deaf = deaf()) {
      URI nobody = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");
      List<Function<Throwable, Call<String>>> places =
          List.of(
              thrown -> now -> raise(thrown),
              thrown -> now -> Step.pause(Duration.ZERO, later -> raise(thrown)),
              thrown -> throwing(scene.uri("/"), thrown),
              thrown -> throwing(nobody, thrown));
      for (Function<Throwable, Call<String>> place : places) {
        for (Throwable thrown :
            List.of(
                new IllegalStateException("toy"),
                new AssertionError("toy"),
                new StackOverflowError("toy"),
                new NoClassDefFoundError("toy"),
                new IOException("toy"))) {
          Throwable seen = assertThrows(Throwable.class, () -> scene.run(place.apply(thrown)));
          assertSame(thrown, seen);
        }
      }
    }
  }

  private static Call<String> throwing(URI uri, Throwable thrown) {
    return now ->
        Step.send(
            HttpRequest.get(uri),
            SOON,
            ToyScene.MAX_BODY,
            (response, then) -> raise(thrown),
            (failure, then) -> raise(thrown));
  }

  /** Throws it as it is, checked or not. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> Step<String> raise(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
