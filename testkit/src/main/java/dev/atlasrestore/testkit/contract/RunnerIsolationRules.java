package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Rules 18 and 20 of runners: what others have set for the whole JVM adds no credentials, and any
 * thread will do.
 */
abstract class RunnerIsolationRules extends RunnerCancelRules {

  private static final List<String> CREDENTIALS =
      List.of("Authorization", "Proxy-Authorization", "Cookie");

  RunnerIsolationRules() {}

  @RuleTest("RUN-18")
  @SuppressWarnings("try") // the settings are only there
  void run18_whatIsSetForTheWholeJvmAddsNoCredentials(ClientKind kind) throws Exception {
    int calls = 3;
    Reply refusal = Reply.challenge("Basic realm=\"toy\"");
    Reply proxyRefusal = Reply.status(407).header("Proxy-Authenticate", "Basic realm=\"proxy\"");
    try (FakeServer proxy = FakeServer.start(request -> proxyRefusal);
        JvmWideSettings settings = JvmWideSettings.withProxy(proxy.uri().getPort());
        ToyScene scene = scene(kind, request -> refusal)) {
      for (int i = 0; i < calls; i++) {
        scene.run(scene.get("/"));
      }
      List<SeenRequest> seen = new ArrayList<>(scene.server().requests());
      seen.addAll(proxy.requests());
      for (SeenRequest request : seen) {
        for (String credentials : CREDENTIALS) {
          assertEquals(List.of(), request.headers(credentials), credentials + " was added");
        }
      }
      assertEquals(calls, seen.size(), "requests, at the server and at the proxy");
    }
  }

  @RuleTest("RUN-20")
  void run20_anyThreadWillDo(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK)) {
      Callable<Object> call = () -> scene.answer("/");
      assertDoesNotThrow(
          () -> Surroundings.withoutContextClassLoader(call), "without a context class loader");
      assertDoesNotThrow(() -> Surroundings.inCommonPool(call), "in the common pool");
      Surroundings.virtualThreads()
          .ifPresentOrElse(
              virtual ->
                  assertDoesNotThrow(() -> Surroundings.in(virtual, call), "on a virtual thread"),
              () ->
                  System.err.println(
                      "RUN-20: no virtual threads on Java " + Runtime.version().feature()));
    }
  }
}
