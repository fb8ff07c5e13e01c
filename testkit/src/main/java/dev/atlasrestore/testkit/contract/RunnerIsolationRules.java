package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The rules RUN-18 and RUN-20: settings of the whole JVM, and the threads of callers. */
interface RunnerIsolationRules {

  List<String> CREDENTIALS = List.of("Authorization", "Proxy-Authorization", "Cookie");

  @Rule(
      id = "RUN-18",
      text =
          "An `Authenticator`, cookie handler or proxy of the whole JVM adds no credentials and no"
              + " requests.")
  @SuppressWarnings("try") // The settings are not used by name.
  default void jvmWideSettingsAddNoCredentials(RunnerFixtures fixtures) throws Exception {
    int calls = 3;
    Reply refusal = Reply.challenge("Basic realm=\"test\"");
    Reply proxyRefusal = Reply.status(407).header("Proxy-Authenticate", "Basic realm=\"proxy\"");
    try (FakeServer proxy = FakeServer.start(request -> proxyRefusal);
        JvmWideSettings settings = JvmWideSettings.withProxy(proxy.uri().getPort());
        RunnerFixture fixture = fixtures.open(request -> refusal)) {
      for (int i = 0; i < calls; i++) {
        fixture.run(fixture.get("/"));
      }
      List<SeenRequest> seen = new ArrayList<>(fixture.server().requests());
      seen.addAll(proxy.requests());
      for (SeenRequest request : seen) {
        for (String credentials : CREDENTIALS) {
          assertEquals(List.of(), request.headers(credentials), credentials + " was added");
        }
      }
      assertEquals(calls, seen.size(), "requests to the server and to the proxy");
    }
  }

  @Rule(
      id = "RUN-20",
      text =
          "Calls work on virtual threads, in the common pool and without a context class loader.")
  default void callsStartOnAnyThread(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Callable<Object> call = () -> fixture.response("/");
      assertDoesNotThrow(
          () -> CallerThreads.withoutContextClassLoader(call), "without a context class loader");
      assertDoesNotThrow(() -> CallerThreads.inCommonPool(call), "in the common pool");
      CallerThreads.virtualThreads()
          .ifPresentOrElse(
              virtual ->
                  assertDoesNotThrow(() -> CallerThreads.on(virtual, call), "on a virtual thread"),
              () ->
                  System.err.println(
                      "RUN-20: no virtual threads on Java " + Runtime.version().feature()));
    }
  }
}
