package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.ThreadingModel;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the service through HTTP and the event bus. */
@Timeout(60)
class RestoreServiceTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final String JOBS = "/restores/" + REF.groupId() + "/" + REF.cluster();
  private static final String JOB = JOBS + "/" + REF.jobId();
  private static final JsonObject MESSAGE =
      new JsonObject()
          .put("group", REF.groupId())
          .put("cluster", REF.cluster())
          .put("job", REF.jobId());

  private final FakeAtlas atlas = RunningService.fakeOpsManager();

  @AfterEach
  void closeAtlas() {
    atlas.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void allInstancesShareOneClientInEachThreadingModel(ThreadingModel model) throws Exception {
    Threads.assumeAvailable(model);
    atlas.put(REF, RestoreJobFixtures.finished());
    String threading = model.name().toLowerCase(Locale.ROOT).replace('_', '-');
    JsonObject config =
        RunningService.config(atlas).put("threading", threading).put("instances", 3);
    try (RunningService service = RunningService.start(config)) {
      for (int i = 0; i < 4; i++) {
        HttpResponse<String> response = service.get(JOB);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("FINISHED", new JsonObject(response.body()).getString("status"));
      }
      for (int i = 0; i < 4; i++) {
        assertEquals("FINISHED", request(service, MESSAGE).getString("status"));
      }
      assertEquals(9, atlas.requests().size(), "one challenge and eight reads");
    }
  }

  @Test
  void responsesHoldNoDownloadLinkAndNoCredential() throws Exception {
    atlas.put(REF, RestoreJobFixtures.withAuthHeader());
    String secret = RestoreJobFixtures.withAuthHeader().delivery().orElseThrow().authValue().get();
    String link = RestoreJobFixtures.withAuthHeader().delivery().orElseThrow().urlV2().get();
    try (RunningService service = RunningService.start(atlas)) {
      String all =
          service.get(JOB).body() + service.get(JOB + "/events").body() + request(service, MESSAGE);
      assertTrue(all.contains("READY"), all);
      assertFalse(all.contains(secret) || all.contains(link), all);
      assertFalse(all.toLowerCase(Locale.ROOT).contains("\"url"), all);
      assertFalse(all.toLowerCase(Locale.ROOT).contains("\"auth"), all);
    }
  }

  @Test
  void failureHasTheSameStatusOverHttpAndTheEventBus() throws Exception {
    try (RunningService service = RunningService.start(atlas)) {
      HttpResponse<String> missing = service.get(JOB);
      assertEquals(404, missing.statusCode());
      assertEquals("application/problem+json", missing.headers().firstValue("Content-Type").get());
      assertEquals("Not Found", new JsonObject(missing.body()).getString("title"));
      assertEquals(404, failureCode(service, MESSAGE));
      assertEquals(404, service.get(JOB + "/events").statusCode());

      assertEquals(400, service.get("/restores/not-an-id/Cluster0/" + REF.jobId()).statusCode());
      assertEquals(400, failureCode(service, new JsonObject().put("group", 7)));

      atlas.put(REF, RestoreJobFixtures.finished());
      atlas.script(REF, Reply.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "No."));
      assertEquals(502, service.get(JOB).statusCode());
      atlas.script(REF, Reply.error(409, "ANYTHING", "No."));
      assertEquals(502, service.get(JOB).statusCode());
      atlas.script(REF, Reply.status(503), Reply.status(503), Reply.status(503));
      assertEquals(503, service.get(JOB).statusCode());
      atlas.script(REF, Reply.json("{}"));
      assertEquals(502, service.get(JOB).statusCode());
    }
  }

  @Test
  void batchShowsTheEndedJobsAndTheFailures() throws Exception {
    RestoreJobRef second = RestoreJobFixtures.ref(2);
    RestoreJobRef missing = RestoreJobFixtures.ref(3);
    atlas.put(REF, RestoreJobFixtures.inProgress(), RestoreJobFixtures.finished());
    atlas.put(second, RestoreJobFixtures.broken());
    String jobs = JOBS + "/events";
    try (RunningService service = RunningService.start(atlas)) {
      String both = "?job=" + REF.jobId() + "&job=" + second.jobId();
      JsonObject response = batch(service.get(jobs + both));
      assertEquals(List.of("FINISHED", "BROKEN"), statuses(response));
      assertTrue(response.getJsonObject("problems").isEmpty());

      response = batch(service.get(jobs + both + "&job=" + missing.jobId()));
      assertEquals(List.of("FINISHED", "BROKEN"), statuses(response));
      JsonObject problem = response.getJsonObject("problems").getJsonObject(missing.jobId());
      assertEquals(404, problem.getInteger("status"));

      assertEquals(400, service.get(jobs).statusCode());
    }
  }

  private static JsonObject batch(HttpResponse<String> response) {
    String start = "event: batch\ndata: ";
    assertTrue(response.body().startsWith(start), response.body());
    return new JsonObject(response.body().substring(start.length()));
  }

  @Test
  void listShowsTheJobsOfTheCluster() throws Exception {
    atlas.put(REF, RestoreJobFixtures.withAuthHeader());
    atlas.put(RestoreJobFixtures.ref(2), RestoreJobFixtures.inProgress());
    try (RunningService service = RunningService.start(atlas)) {
      String response = service.get(JOBS).body();
      assertEquals(2, new JsonArray(response).size(), response);
      assertTrue(response.contains(REF.jobId()), response);
      assertFalse(response.contains("s3cr3t"), response);
      assertEquals(400, service.get("/restores/not-an-id/Cluster0").statusCode());
    }
  }

  private static List<String> statuses(JsonObject response) {
    return response.getJsonArray("jobs").stream()
        .map(job -> ((JsonObject) job).getString("status"))
        .toList();
  }

  @Test
  void rateLimitResponseKeepsRetryAfter() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    try (RunningService service = RunningService.start(atlas)) {
      service.get(JOB);
      atlas.script(REF, Reply.error(429, "RATE_LIMITED", "Slow.").header("Retry-After", "3600"));
      HttpResponse<String> response = service.get(JOB);
      assertEquals(429, response.statusCode());
      assertEquals("3600", response.headers().firstValue("Retry-After").get());
    }
  }

  @Test
  void wrongKeyIsABadGateway() throws Exception {
    JsonObject config = RunningService.config(atlas).put("privateKey", "not-the-private-key");
    try (RunningService service = RunningService.start(config)) {
      HttpResponse<String> response = service.get(JOB);
      assertEquals(502, response.statusCode());
      assertFalse(response.body().contains("not-the-private-key"), response.body());
    }
  }

  @Test
  void undeploymentClosesTheServerAndAllConnections() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    try (RunningService service = RunningService.start(atlas)) {
      service.get(JOB);
      service.undeploy();
      assertThrows(java.net.ConnectException.class, () -> service.get(JOB));
      assertTrue(atlas.awaitNoConnections(Duration.ofSeconds(20)));
    }
  }

  private static JsonObject request(RunningService service, JsonObject message) throws Exception {
    return RunningService.end(
            service.vertx().eventBus().<JsonObject>request(RestoreEndpoint.ADDRESS, message))
        .body();
  }

  private static int failureCode(RunningService service, JsonObject message) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> request(service, message));
    return ((ReplyException) failure.getCause()).failureCode();
  }
}
