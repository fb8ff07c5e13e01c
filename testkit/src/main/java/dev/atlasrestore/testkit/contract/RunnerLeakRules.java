package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule RUN-16: failures leak no connection and no thread. A contract test shares its JVM with
 * other tests, so it cannot measure heap and buffers.
 */
interface RunnerLeakRules {

  int CONCURRENT = 16;
  int ROUNDS = 10;
  Duration BRIEF = Duration.ofMillis(100);

  /**
   * One connection for each call in flight, and one for each call that reached its timeout before
   * its connection was ready.
   */
  int MAX_CONNECTIONS = 2 * CONCURRENT;

  List<Reply> FAULTS =
      List.of(
          Reply.drop(),
          Hostile.reset(),
          Hostile.closeInHead(),
          Hostile.truncated(),
          Hostile.badChunk(),
          Hostile.garbage(),
          Hostile.endlessBody(),
          Hostile.stall(),
          Hostile.stallInBody());

  @Rule(
      id = "RUN-16",
      text =
          "After many failures of each kind, the runner holds no connection and no thread of them,"
              + " and the next request succeeds.")
  default void failuresLeakNothing(RunnerFixtures fixtures) throws Exception {
    RequestHandler handler =
        request -> request.target().equals("/ok") ? RunnerFixture.OK : fault(request.target());
    try (RunnerFixture fixture = fixtures.open(handler)) {
      fixture.response("/ok");
      int threads = threads();
      for (int i = 0; i < FAULTS.size(); i++) {
        for (int round = 0; round < ROUNDS; round++) {
          runConcurrently(fixture, "/" + i);
        }
      }
      assertFewConnections(fixture.server(), fixtures.patience());
      int more = threads() - threads;
      assertTrue(more <= maxThreads(), more + " more threads than before the failures");
      assertEquals("ok", RunnerFixture.text(fixture.response("/ok")));
    }
  }

  private static Reply fault(String target) {
    return FAULTS.get(Integer.parseInt(target.substring(1)));
  }

  private static void runConcurrently(RunnerFixture fixture, String target) throws Exception {
    List<Running<Object>> all = new ArrayList<>();
    for (int i = 0; i < CONCURRENT; i++) {
      all.add(fixture.start(fixture.get(target, BRIEF)));
    }
    for (Running<Object> each : all) {
      each.await();
    }
  }

  private static void assertFewConnections(FakeServer server, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (server.openConnections() > MAX_CONNECTIONS && System.nanoTime() < deadline) {
      server.awaitNoConnections(BRIEF);
    }
    assertTrue(
        server.openConnections() <= MAX_CONNECTIONS,
        () -> server.openConnections() + " connections are open after the failures");
  }

  /** Returns the number of threads in this JVM, without those that the kit starts. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("fake-server-"))
            .filter(thread -> !thread.getName().equals(BackgroundCall.THREAD_NAME))
            .count();
  }

  /** The threads that the pools of a stack may start later, for example its event loops. */
  private static int maxThreads() {
    return 4 * Runtime.getRuntime().availableProcessors() + 4 * CONCURRENT;
  }
}
