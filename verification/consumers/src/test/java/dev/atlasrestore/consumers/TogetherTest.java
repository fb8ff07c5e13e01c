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

/** One application can use the Reactor and the Vert.x transport together. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class TogetherTest {

  @Test
  void bothTransportsReadTheSameJob(FakeAtlas atlas) throws Exception {
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
      assertEquals(4, atlas.requests().size(), "requests: each client gets its own challenge");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}
