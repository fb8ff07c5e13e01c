package dev.atlasrestore.examples.jakartaee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests downloads without a container: the test runs each one on its own thread. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class DownloadsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Downloads downloads = new Downloads();

  @TempDir Path folder;

  @BeforeEach
  void collectTasks() {
    downloads.folder = folder;
    downloads.waits =
        new Waits() {
          @Override
          void run(Runnable task) {
            tasks.add(task);
          }
        };
  }

  @Test
  void secondRequestStartsNoOtherDownloadWhileOneRuns(FakeAtlas atlas) throws Exception {
    FakeArchive archive = atlas.archive(REF, 10).fileName("a.tar.gz");
    downloads.start(REF);
    downloads.start(REF);
    assertThat(tasks).hasSize(1);
    assertThat(latest().name()).isEqualTo("progress");

    BackgroundDownload.Event end = end(atlas);
    assertThat(end.name()).isEqualTo("verified");
    assertThat(end.data())
        .isEqualTo(new BackgroundDownload.Archive("a.tar.gz", 10, archive.sha1()));
    assertThat(folder.resolve("a.tar.gz")).hasSize(10);
  }

  @Test
  void problemIsTheLastEventAndALaterDownloadWorks(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.expired());
    downloads.start(REF);
    assertProblem(end(atlas), 409);

    atlas.archive(REF, 10).fileName("a.tar.gz");
    Files.createFile(folder.resolve("a.tar.gz"));
    downloads.start(REF);
    assertProblem(end(atlas), 409);

    Files.delete(folder.resolve("a.tar.gz"));
    downloads.start(REF);
    assertThat(end(atlas).name()).isEqualTo("verified");
  }

  private void assertProblem(BackgroundDownload.Event end, int status) {
    assertThat(end.name()).isEqualTo("problem");
    assertThat(((Problem) end.data()).status()).isEqualTo(status);
    assertThat(end.data().toString()).doesNotContain(folder.toString());
  }

  private BackgroundDownload.Event end(FakeAtlas atlas) throws InterruptedException {
    try (JerseyRestoreJobs client = JerseyRestoreJobs.create(atlas.config())) {
      downloads.client = client;
      tasks.remove().run();
    }
    assertThat(latest().isLast()).isTrue();
    return latest();
  }

  private BackgroundDownload.Event latest() throws InterruptedException {
    return downloads.find(REF).orElseThrow().next(null, 0);
  }
}
