package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A verticle gets its results on its own context, whatever that runs on. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class CallersContextTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void theResultComesOnTheCallersContext(ThreadingModel model, FakeAtlas atlas) throws Exception {
    Threads.assumeAvailable(model);
    atlas.put(REF, RestoreJobFixtures.finished());
    Vertx vertx = Vertx.vertx();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config())) {
      Asking asking = new Asking(jobs);
      RunningService.end(
          vertx.deployVerticle(asking, new DeploymentOptions().setThreadingModel(model)));
      Seen seen = RunningService.end(asking.seen.future());
      assertSame(asking.own, seen.context);
      String thread = seen.thread.toString();
      assertEquals(model == ThreadingModel.EVENT_LOOP, thread.contains("eventloop"), thread);
      assertEquals(model == ThreadingModel.WORKER, thread.contains("vert.x-worker"), thread);
      assertEquals(
          model == ThreadingModel.VIRTUAL_THREAD, thread.contains("VirtualThread"), thread);
    } finally {
      RunningService.end(vertx.close());
    }
  }

  private record Seen(Context context, Thread thread) {}

  private static final class Asking extends AbstractVerticle {
    private final VertxRestoreJobs jobs;
    private final Promise<Seen> seen = Promise.promise();
    private Context own;

    private Asking(VertxRestoreJobs jobs) {
      this.jobs = jobs;
    }

    @Override
    public void start() {
      own = context;
      Future<?> read = jobs.get(REF);
      read.onComplete(
          done -> {
            if (done.failed()) {
              seen.fail(done.cause());
            } else {
              seen.complete(new Seen(Vertx.currentContext(), Thread.currentThread()));
            }
          });
    }
  }
}
