package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the routes that wait for jobs. */
@Timeout(60)
class FollowTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final String JOBS = "/restores/" + REF.groupId() + "/" + REF.cluster();
  private static final String JOB = JOBS + "/" + REF.jobId();
  private static final String EVENTS = JOB + "/events";
  private static final String BATCH = JOBS + "/events?job=" + REF.jobId();

  /** A poll that lasts 30 seconds unless it is cancelled. */
  private static final Reply NO_RESPONSE = Hostile.stall();

  private static final Reply CHALLENGE = Reply.unscripted();
  private static final Reply JOB_RESPONSE = Reply.unscripted();
  private static final Duration SOON = Duration.ofSeconds(10);

  private final FakeAtlas atlas = RunningService.fakeOpsManager();

  @AfterEach
  void closeAtlas() {
    atlas.close();
  }

  @Test
  void eachPollSendsAnEventAndTheLastOneEndsTheStream() throws Exception {
    atlas.put(REF, RUNNING, RUNNING, RestoreJobFixtures.broken());
    try (RunningService service = RunningService.start(atlas)) {
      HttpResponse<String> response = service.get(EVENTS);
      assertEquals("text/event-stream", response.headers().firstValue("Content-Type").get());
      List<String> events = response.body().lines().filter(l -> l.startsWith("data: ")).toList();
      assertEquals(3, events.size(), response.body());
      assertTrue(events.get(0).contains("IN_PROGRESS"), response.body());
      assertTrue(events.get(2).contains("BROKEN"), response.body());
    }
  }

  @Test
  void idleStreamSendsHeartbeats() throws Exception {
    atlas.always(NO_RESPONSE);
    try (RunningService service =
            RunningService.start(RunningService.config(atlas).put("heartbeat", "PT0.05S"));
        BufferedReader events = service.stream(EVENTS)) {
      assertEquals(2, events.lines().filter(": still waiting"::equals).limit(2).count());
    }
  }

  @Test
  void waitThatFailsAfterTheFirstEventEndsWithAProblem() throws Exception {
    atlas.put(REF, RUNNING);
    try (RunningService service = RunningService.start(atlas);
        BufferedReader events = open(service)) {
      atlas.script(REF, Reply.error(403, "ACCESS_FORBIDDEN", "No more."));
      String line = events.readLine();
      while (!"event: problem".equals(line)) {
        line = events.readLine();
      }
      assertTrue(events.readLine().contains("\"status\":502"));
    }
  }

  @Test
  void closedConnectionEndsTheWait() throws Exception {
    assertClosedConnectionEndsTheWait(EVENTS);
  }

  @Test
  void closedConnectionEndsTheWaitsOfABatch() throws Exception {
    assertClosedConnectionEndsTheWait(BATCH);
  }

  private void assertClosedConnectionEndsTheWait(String path) throws Exception {
    atlas.put(REF, RUNNING);
    atlas.script(REF, CHALLENGE, JOB_RESPONSE, NO_RESPONSE);
    int open;
    try (RunningService service = RunningService.start(atlas)) {
      try (BufferedReader response = service.stream(path)) {
        assertTrue(atlas.awaitRequests(3, SOON));
        open = atlas.openConnections();
      }
      assertPollEnds(open);
    }
  }

  @Test
  void undeploymentEndsTheWaitWithAProblemAndTheStreamCleanly() throws Exception {
    atlas.put(REF, RUNNING);
    atlas.script(REF, CHALLENGE, JOB_RESPONSE, NO_RESPONSE);
    try (RunningService service = RunningService.start(atlas);
        BufferedReader events = open(service)) {
      assertTrue(atlas.awaitRequests(3, SOON));
      service.undeploy();
      assertTrue(atlas.awaitNoConnections(SOON), "the poll continues");
      String rest = String.join("\n", events.lines().toList());
      assertTrue(rest.contains("event: problem") && rest.contains("\"status\":503"), rest);
      assertTrue(rest.endsWith("\n0\n"), "the last chunk: " + rest);
    }
  }

  @Test
  void undeploymentSendsStatus503ToCallersWithoutAResponse() throws Exception {
    atlas.put(REF, RUNNING);
    try (RunningService service = RunningService.start(atlas)) {
      assertEquals(200, service.get(JOB).statusCode());
      atlas.always(NO_RESPONSE);
      try (BufferedReader events = service.stream(EVENTS);
          BufferedReader batch = service.stream(BATCH)) {
        assertTrue(atlas.awaitRequests(4, SOON), "a challenge, a read and two waits");
        service.undeploy();
        assertEquals("HTTP/1.1 503 Service Unavailable", events.readLine());
        assertEquals("HTTP/1.1 503 Service Unavailable", batch.readLine());
      }
    }
  }

  /**
   * Opens the stream and reads it up to its first event. Closing the reader closes the caller's
   * connection.
   */
  private static BufferedReader open(RunningService service) throws IOException {
    BufferedReader lines = service.stream(EVENTS);
    String line = lines.readLine();
    while (!"event: job".equals(line)) {
      assertNotNull(line, "the stream ended before its first event");
      line = lines.readLine();
    }
    return lines;
  }

  /** The connection of the poll closes. Another connection may stay idle in the pool. */
  private void assertPollEnds(int openBefore) throws InterruptedException {
    for (int tries = 0; atlas.openConnections() == openBefore && tries < 200; tries++) {
      assertFalse(atlas.awaitRequests(4, Duration.ofMillis(50)), "the wait continues");
    }
    assertEquals(openBefore - 1, atlas.openConnections(), "the poll continues");
  }
}
