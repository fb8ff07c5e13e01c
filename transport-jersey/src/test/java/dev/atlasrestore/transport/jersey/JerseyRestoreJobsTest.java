package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import dev.atlasrestore.testkit.contract.RawServer;
import jakarta.ws.rs.client.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the client as its user sees it. */
@Timeout(60)
class JerseyRestoreJobsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  private FakeAtlas atlas;
  private AtlasConfig config;

  @BeforeEach
  void start() {
    atlas = FakeAtlas.start();
    atlas.put(REF, JOB);
    config = atlas.config();
  }

  @AfterEach
  void stop() {
    atlas.close();
  }

  @Test
  void tenReadsTakeElevenRequestsOnOneConnection() {
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
      for (int i = 0; i < 10; i++) {
        assertThat(jobs.get(REF)).isEqualTo(JOB);
      }
      assertThat(atlas.requests()).hasSize(11);
      assertThat(atlas.requests()).extracting(SeenRequest::connection).containsOnly(1);
    }
  }

  @Test
  void downloadReadsTheLinkWithBothKindsOfClient(@TempDir Path folder) throws Exception {
    try (RawServer archives = RawServer.respondingWith(RawServer.OK);
        Client client = TestClients.recommended().build();
        JerseyRestoreJobs own = JerseyRestoreJobs.create(config);
        JerseyRestoreJobs supplied = JerseyRestoreJobs.create(config, client)) {
      RestoreJob ready = RestoreJobFixtures.ready();
      Delivery delivery =
          ready.delivery().orElseThrow().toBuilder()
              .url(archives.uri("/file.tar.gz").toString())
              .build();
      atlas.put(REF, ready.toBuilder().delivery(delivery).hashes(List.of()).build());
      DownloadOptions options = DownloadOptions.defaults().withHashWait(Duration.ZERO);
      assertThat(own.download(REF, folder, options).path()).hasContent("ok");
      assertThat(supplied.download(REF, folder.resolve("other"), options).path()).hasContent("ok");
      assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
  }

  @Test
  void callAfterCloseFailsAndSendsNothing() {
    JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config);
    jobs.close();
    jobs.close();
    assertThatThrownBy(() -> jobs.get(REF))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Kind.CLIENT_CLOSED));
    assertThat(atlas.requests()).isEmpty();
  }

  @Test
  void nullArgumentIsNamedBeforeAnythingIsSent() {
    Client client = TestClients.recommended().build();
    RestoreJobCodec codec =
        body -> {
          throw new AssertionError("no response is decoded");
        };
    assertNames("config", () -> JerseyRestoreJobs.create(null));
    assertNames("config", () -> JerseyRestoreJobs.create(null, client, codec));
    assertNames("client", () -> JerseyRestoreJobs.create(config, null));
    assertNames("codec", () -> JerseyRestoreJobs.create(config, client, null));
    Consumer<RestoreJob> noConsumer = null;
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config, client)) {
      assertNames("ref", () -> jobs.get(null));
      assertNames("ref", () -> jobs.awaitCompletion(null));
      assertNames("onPoll", () -> jobs.awaitCompletion(REF, noConsumer));
    }
    assertThat(atlas.requests()).isEmpty();
    client.close();
  }

  private static void assertNames(String argument, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessageContaining(argument);
  }
}
