package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The rule RUN-23: requests that are lost on a reused connection. */
interface RunnerReuseRules {

  int WARM_REQUESTS = 8;
  Duration BRIEF = Duration.ofMillis(300);

  @Rule(
      id = "RUN-23",
      text =
          "A request that is lost on a reused connection before any byte of the response is"
              + " reported with `onReusedConnection`.")
  default void lossOnAReusedConnectionIsReported(RunnerFixtures fixtures) throws Exception {
    for (Reply lost : List.of(Reply.drop(), Hostile.reset())) {
      RequestHandler handler =
          request -> request.target().equals("/first") ? RunnerFixture.OK : lost;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        fixture.response("/first");
        TransportFailure failure = fixture.failure("/second");
        assertTrue(failure.onReusedConnection(), lost.toString());
        assertEquals(TransportFailure.Kind.CLOSED, failure.kind(), lost.toString());
      }
    }
  }

  @Rule(
      id = "RUN-23",
      text =
          "A request that is lost on a new connection is not reported with `onReusedConnection`.")
  default void lossOnANewConnectionIsNotReported(RunnerFixtures fixtures) throws Exception {
    for (Reply lost : List.of(Reply.drop(), Hostile.reset())) {
      try (RunnerFixture fixture = fixtures.open(request -> lost)) {
        assertFalse(fixture.failure("/").onReusedConnection(), lost.toString());
      }
    }
  }

  @Rule(
      id = "RUN-23.head",
      text = "A response that breaks off is not reported with `onReusedConnection`.")
  default void brokenResponseIsNotReported(RunnerFixtures fixtures) throws Exception {
    for (Reply broken : List.of(Hostile.closeInHead(), Hostile.truncated())) {
      RequestHandler handler =
          request -> request.target().equals("/first") ? RunnerFixture.OK : broken;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        fixture.response("/first");
        assertFalse(fixture.failure("/second").onReusedConnection(), broken.toString());
      }
    }
  }

  @Rule(
      id = "RUN-23.pool",
      text =
          "After a request was lost on a reused connection, no request is sent on a connection"
              + " that was idle at that time.")
  default void idleConnectionsAreDroppedAfterALoss(RunnerFixtures fixtures) throws Exception {
    for (Reply lost : List.of(Reply.drop(), Hostile.reset(), Hostile.stall())) {
      AtomicInteger brokenConnections = new AtomicInteger();
      Reply slow = Reply.delayed(BRIEF, RunnerFixture.OK);
      RequestHandler handler =
          request -> {
            boolean isBroken = request.connection() <= brokenConnections.get();
            return isBroken ? lost : request.target().equals("/warm") ? slow : RunnerFixture.OK;
          };
      try (RunnerFixture fixture = fixtures.open(handler)) {
        List<Running<Object>> all = new ArrayList<>();
        for (int i = 0; i < WARM_REQUESTS; i++) {
          all.add(fixture.start(fixture.get("/warm")));
        }
        for (Running<Object> each : all) {
          each.await();
        }
        int connections = fixture.server().connections();
        assertTrue(connections > 1, "the runner used one connection only");
        brokenConnections.set(connections);
        assertTrue(
            fixture.failure(fixture.get("/lost", BRIEF)).onReusedConnection(), lost.toString());
        for (int i = 0; i < connections; i++) {
          fixture.response("/next");
        }
      }
    }
  }
}
