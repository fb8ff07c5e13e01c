package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/** Tests RUN-19 on Vert.x. */
class VertxColdJvmTest extends ColdEventLoop {

  private final Vertx vertx = Vertx.vertx();
  private VertxRestoreJobs jobs;

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  AutoCloseable open(AtlasConfig config) {
    jobs = VertxRestoreJobs.create(vertx, config);
    return jobs;
  }

  @Override
  CompletionStage<RestoreJob> awaitOnEventLoop(RestoreJobRef ref) {
    Promise<RestoreJob> ended = Promise.promise();
    vertx.runOnContext(ignored -> jobs.awaitCompletion(ref).onComplete(ended));
    return ended.future().toCompletionStage();
  }

  @Override
  CompletionStage<?> onEventLoop(Runnable task) {
    Promise<Void> ended = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          task.run();
          ended.complete();
        });
    return ended.future().toCompletionStage();
  }
}
