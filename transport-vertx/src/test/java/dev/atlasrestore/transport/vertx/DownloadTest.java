package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.CachingWebClient;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Downloads with {@link VertxRestoreJobs#download}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class DownloadTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final byte[] ARCHIVE =
      "archive".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void archiveIsWrittenAndVerifiedOnEveryKindOfClient(FakeAtlas atlas) throws Exception {
    atlas.archive(REF, ARCHIVE);
    try (VertxRestoreJobs own = VertxRestoreJobs.create(vertx, atlas.config());
        VertxRestoreJobs supplied =
            VertxRestoreJobs.create(vertx, atlas.config(), WebClient.create(vertx))) {
      for (VertxRestoreJobs jobs : new VertxRestoreJobs[] {own, supplied}) {
        Path target = folder.resolve(jobs == own ? "own" : "supplied");
        DownloadedArchive archive = TestCalls.awaitSoon(jobs.download(REF, target));
        assertThat(archive.requireVerified().path()).isEqualTo(target).hasBinaryContent(ARCHIVE);
      }
    }
  }

  @Test
  void clientWithoutAccessToItsConnectionsSendsNothing(FakeAtlas atlas) {
    WebClient caching = CachingWebClient.create(WebClient.create(vertx));
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), caching)) {
      assertThat(catchThrowable(() -> Clients.await(jobs.download(REF, folder))))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(folder).isEmptyDirectory();
      assertThat(atlas.connections()).isZero();
    }
  }

  @Test
  void progressIsReportedOnWorkerThreadsAndTheResultOnTheCallersContext(FakeAtlas atlas)
      throws Exception {
    atlas.archive(REF, ARCHIVE);
    Queue<Boolean> onEventLoop = new ConcurrentLinkedQueue<>();
    BlockingQueue<Context> completedOn = new LinkedBlockingQueue<>();
    DownloadOptions options =
        DownloadOptions.defaults()
            .withProgress(progress -> onEventLoop.add(Context.isOnEventLoopThread()));
    Context context = vertx.getOrCreateContext();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config())) {
      context.runOnContext(
          ignored ->
              jobs.download(REF, folder.resolve("archive"), options)
                  .onComplete(end -> completedOn.add(Vertx.currentContext())));
      assertThat(TestCalls.next(completedOn)).isSameAs(context);
      assertThat(onEventLoop).isNotEmpty().doesNotContain(true);
    }
  }
}
