package dev.atlasrestore.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One application may use Reactor and Vert.x side by side. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class TogetherTest {

  @Test
  void bothReadTheSameJob(FakeAtlas atlas) throws Exception {
    RestoreJobRef ref = RestoreJobFixtures.ref();
    RestoreJob job = RestoreJobFixtures.finished();
    atlas.put(ref, job);
    Vertx vertx = Vertx.vertx();
    try (ReactorRestoreJobs reactor = ReactorRestoreJobs.create(atlas.config());
        VertxRestoreJobs vertxJobs = VertxRestoreJobs.create(vertx, atlas.config())) {
      assertEquals(job, reactor.get(ref).block());
      assertEquals(
          job,
          vertxJobs
              .awaitCompletion(ref)
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS));
      assertEquals(4, atlas.requests().size(), "each has nonces of its own");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}
