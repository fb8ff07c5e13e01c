package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

/** Tests downloads in the background. Each test has a job and a file of its own. */
@ApplicationTest
class DownloadTest {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static int jobs;

  private final RestoreJobRef ref = RestoreJobFixtures.ref(1000 + jobs++);
  private final String name = UUID.randomUUID() + ".tar.gz";
  private final Path file = FakeService.FOLDER.resolve(name);

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @Test
  void progressIsSentAndTheLastEventShowsTheVerifiedFile() {
    FakeArchive archive = atlas.archive(ref, 400_000).fileName(name);
    archive.drip(100_000, Duration.ofMillis(200));
    Sse.startDownload(web, ref);

    StepVerifier.create(
            Sse.downloadEvents(web, ref).skipWhile(event -> event.data().equals("{\"bytes\":0}")))
        .assertNext(
            event -> {
              assertThat(event.event()).isEqualTo("progress");
              assertThat(event.data()).contains("\"bytes\":", "\"total\":400000");
            })
        .thenConsumeWhile(event -> event.event().equals("progress"))
        .assertNext(
            event ->
                assertThatEnd(
                    event,
                    "verified",
                    "{\"file\":\"%s\",\"bytes\":400000,\"sha1\":\"%s\"}"
                        .formatted(name, archive.sha1())))
        .expectComplete()
        .verify(SOON);
    assertThat(file).hasSize(400_000);
  }

  @Test
  void secondRequestStartsNoOtherDownloadWhileOneRuns() {
    FakeArchive archive = atlas.archive(ref, 400_000).fileName(name);
    archive.drip(100_000, Duration.ofMillis(100));
    Sse.startDownload(web, ref);
    Sse.startDownload(web, ref);

    assertThatEnd(Sse.downloadEvents(web, ref).blockLast(SOON), "verified", name);
    assertThat(archive.requests()).hasSize(1);
  }

  @Test
  void lastEventStaysAvailable() {
    atlas.archive(ref, 10).fileName(name);
    Sse.startDownload(web, ref);

    assertThatEnd(Sse.downloadEvents(web, ref).blockLast(SOON), "verified", name);
    assertThatEnd(Sse.downloadEvents(web, ref).blockLast(SOON), "verified", name);
  }

  @Test
  void wrongHashIsAProblemWithoutThePath() {
    atlas.archive(ref, 10).fileName(name).wrongHash();

    assertThatEnd(end(), "problem", "\"status\":502", name + ".part");
  }

  @Test
  void existingFileIsAConflict() throws IOException {
    atlas.archive(ref, 10).fileName(name);
    Files.createFile(file);

    assertThatEnd(end(), "problem", "\"status\":409", name);
    assertThat(file).isEmptyFile();
  }

  @Test
  void unavailableFileIsAConflictAndALaterDownloadWorks() {
    atlas.put(ref, RestoreJobFixtures.expired());
    assertThatEnd(end(), "problem", "\"status\":409", "expired");

    atlas.archive(ref, 10).fileName(name);
    assertThatEnd(end(), "verified", name);
  }

  @Test
  void missingPermissionIsABadGateway() {
    atlas.always(Reply.error(403, "FORBIDDEN", "No."));

    assertThatEnd(end(), "problem", "\"status\":502", "\"errorCode\":\"FORBIDDEN\"");
  }

  @Test
  void downloadThatWasNotStartedIsNotFound() {
    web.get()
        .uri(
            "/restores/{group}/{cluster}/{job}/download/events",
            ref.groupId(),
            ref.cluster(),
            ref.jobId())
        .exchange()
        .expectStatus()
        .isNotFound();
    assertThat(atlas.requests()).isEmpty();
  }

  private ServerSentEvent<String> end() {
    Sse.startDownload(web, ref);
    return Sse.downloadEvents(web, ref).blockLast(SOON);
  }

  private static void assertThatEnd(
      ServerSentEvent<String> event, String name, String... dataContains) {
    assertThat(event.event()).isEqualTo(name);
    assertThat(event.data())
        .contains(dataContains)
        .doesNotContain("s3cr3t", FakeService.FOLDER.toString());
  }
}
