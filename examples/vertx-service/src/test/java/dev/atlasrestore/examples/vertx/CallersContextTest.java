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

/** A verticle receives its results on its own context with each threading model. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class CallersContextTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void resultArrivesOnTheContextOfTheCaller(ThreadingModel model, FakeAtlas atlas)
      throws Exception {
    Threads.assumeAvailable(model);
    atlas.put(REF, RestoreJobFixtures.finished());
    Vertx vertx = Vertx.vertx();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config())) {
      ReadingVerticle verticle = new ReadingVerticle(jobs);
      RunningService.end(
          vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)));
      Observation observed = RunningService.end(verticle.observed.future());
      assertSame(verticle.ownContext, observed.context);
      String thread = observed.thread.toString();
      assertEquals(model == ThreadingModel.EVENT_LOOP, thread.contains("eventloop"), thread);
      assertEquals(model == ThreadingModel.WORKER, thread.contains("vert.x-worker"), thread);
      assertEquals(
          model == ThreadingModel.VIRTUAL_THREAD, thread.contains("VirtualThread"), thread);
    } finally {
      RunningService.end(vertx.close());
    }
  }

  private record Observation(Context context, Thread thread) {}

  private static final class ReadingVerticle extends AbstractVerticle {
    private final VertxRestoreJobs jobs;
    private final Promise<Observation> observed = Promise.promise();
    private Context ownContext;

    private ReadingVerticle(VertxRestoreJobs jobs) {
      this.jobs = jobs;
    }

    @Override
    public void start() {
      ownContext = context;
      Future<?> read = jobs.get(REF);
      read.onComplete(
          result -> {
            if (result.failed()) {
              observed.fail(result.cause());
            } else {
              observed.complete(new Observation(Vertx.currentContext(), Thread.currentThread()));
            }
          });
    }
  }
}
