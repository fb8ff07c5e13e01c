package dev.atlasrestore.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The native client that the transport creates. Also runs on other versions of Vert.x. */
class OwnClientTest {

  private static final int CALLS = 40;

  @Test
  void concurrentCallsGetAConnectionEach() throws InterruptedException {
    RestoreJob job = RestoreJobFixtures.finished();
    RestoreJobRef ref = new RestoreJobRef(job.groupId(), "Cluster0", job.id());
    Vertx vertx = Vertx.vertx();
    try (FakeAtlas atlas = FakeAtlas.start();
        VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config())) {
      atlas.put(ref, job);
      Clients.await(jobs.get(ref));
      atlas.forgetRequests();
      atlas.always(Hostile.stall());

      List<Future<RestoreJob>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(jobs.get(ref));
      }

      assertTrue(
          atlas.awaitRequests(CALLS, Duration.ofSeconds(20)),
          () -> "concurrent requests: " + atlas.requests().size());
      assertEquals(CALLS, calls.stream().filter(call -> !call.isComplete()).count());
    } finally {
      Clients.close(vertx);
    }
  }
}
