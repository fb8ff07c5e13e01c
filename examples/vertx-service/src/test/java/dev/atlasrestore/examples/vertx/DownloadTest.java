package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests downloads in the background. */
@Timeout(60)
class DownloadTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final String DOWNLOAD =
      "/restores/%s/%s/%s/download".formatted(REF.groupId(), REF.cluster(), REF.jobId());
  private static final String EVENTS = DOWNLOAD + "/events";

  private final FakeAtlas atlas = RunningService.fakeOpsManager();
  @TempDir private Path folder;

  @AfterEach
  void closeAtlas() {
    atlas.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void progressIsSentAndTheLastEventShowsTheVerifiedFile(ThreadingModel model) throws Exception {
    Threads.assumeAvailable(model);
    FakeArchive archive = atlas.archive(REF, 400_000).fileName("a.tar.gz");
    archive.drip(100_000, Duration.ofMillis(200));
    String threading = model.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (RunningService service = RunningService.start(config().put("threading", threading))) {
      assertEquals(202, service.post(DOWNLOAD));
      assertEquals(202, service.post(DOWNLOAD));
      HttpResponse<String> response = service.get(EVENTS);
      assertEquals("text/event-stream", response.headers().firstValue("Content-Type").get());
      String events = response.body();
      assertTrue(events.startsWith("event: progress\ndata: {\"bytes\":"), events);
      assertTrue(events.contains("\"total\":400000"), events);
      String end =
          "event: verified\ndata: {\"file\":\"a.tar.gz\",\"bytes\":400000,\"sha1\":\"%s\"}\n\n"
              .formatted(archive.sha1());
      assertTrue(events.endsWith(end), events);
      assertEquals(end, service.get(EVENTS).body(), "the last event stays available");
    }
    assertEquals(1, archive.requests().size(), "one download");
    assertEquals(400_000, Files.size(folder.resolve("a.tar.gz")));
  }

  @Test
  void wrongHashIsAProblemWithoutThePath() throws Exception {
    atlas.archive(REF, 10).wrongHash();
    assertEndsWithProblem(502, "shard-0.tar.gz.part");
  }

  @Test
  void existingFileIsAConflict() throws Exception {
    atlas.archive(REF, 10);
    Files.createFile(folder.resolve("shard-0.tar.gz"));
    assertEndsWithProblem(409, "shard-0.tar.gz");
  }

  @Test
  void missingPermissionIsABadGateway() throws Exception {
    atlas.always(Reply.error(403, "FORBIDDEN", "No."));
    assertEndsWithProblem(502, "FORBIDDEN");
  }

  private void assertEndsWithProblem(int status, String detail) throws Exception {
    try (RunningService service = RunningService.start(config())) {
      assertEndsWithProblem(service, status, detail);
    }
  }

  private void assertEndsWithProblem(RunningService service, int status, String detail)
      throws Exception {
    assertEquals(202, service.post(DOWNLOAD));
    String events = service.get(EVENTS).body();
    assertTrue(events.contains("event: problem\n"), events);
    assertTrue(events.contains("\"status\":" + status) && events.contains(detail), events);
    assertFalse(events.contains("s3cr3t") || events.contains(folder.toString()), events);
  }

  @Test
  void unavailableFileIsAConflictAndALaterDownloadWorks() throws Exception {
    atlas.put(REF, RestoreJobFixtures.expired());
    try (RunningService service = RunningService.start(config())) {
      assertEndsWithProblem(service, 409, "expired");
      atlas.archive(REF, 10).withoutHash();
      assertEquals(202, service.post(DOWNLOAD));
      try (BufferedReader events = service.stream(EVENTS)) {
        assertTrue(events.lines().anyMatch("event: progress"::equals));
      }
    }
  }

  @Test
  void invalidOrUnknownDownloadsAreRejected() throws Exception {
    try (RunningService service = RunningService.start(config())) {
      assertEquals(404, service.get(EVENTS).statusCode());
      assertEquals(400, service.post("/restores/x/Cluster0/" + REF.jobId() + "/download"));
      assertEquals(400, service.get("/restores/x/Cluster0/y/download/events").statusCode());
      assertTrue(atlas.requests().isEmpty());
    }
  }

  @Test
  void undeploymentEndsTheDownloadAndItsEvents() throws Exception {
    atlas.archive(REF, 1_000_000).drip(1000, Duration.ofMillis(10));
    try (RunningService service = RunningService.start(config())) {
      service.post(DOWNLOAD);
      try (BufferedReader events = service.stream(EVENTS)) {
        assertTrue(events.lines().anyMatch("event: progress"::equals));
        service.undeploy();
        String rest = String.join("\n", events.lines().toList());
        assertTrue(rest.contains("event: problem") && rest.contains("\"status\":503"), rest);
      }
      assertTrue(atlas.awaitNoConnections(Duration.ofSeconds(20)), "the download continues");
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count(), "the incomplete file is deleted");
    }
  }

  private JsonObject config() {
    return RunningService.config(atlas).put("downloads", folder.toString());
  }
}
