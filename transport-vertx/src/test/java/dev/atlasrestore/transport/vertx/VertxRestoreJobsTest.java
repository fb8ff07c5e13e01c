package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.OpenPort;
import dev.atlasrestore.testkit.RestoreJobPortContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** The port's contract on the Vert.x Web Client. */
class VertxRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    Vertx vertx = Vertx.vertx();
    try {
      return new Blocking(
          vertx,
          kind instanceof ClientKind.Own
              ? VertxRestoreJobs.create(vertx, config)
              : VertxRestoreJobs.create(vertx, config, Clients.of(vertx, kind)));
    } catch (IllegalArgumentException e) {
      Clients.close(vertx);
      throw e;
    }
  }

  private record Blocking(Vertx vertx, VertxRestoreJobs jobs) implements OpenPort {

    @Override
    public RestoreJob get(RestoreJobRef ref) {
      return await(jobs.get(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref) {
      return await(jobs.awaitCompletion(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      return await(jobs.awaitCompletion(ref, onPoll));
    }

    private static RestoreJob await(Future<RestoreJob> future) {
      try {
        return Clients.await(future);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts here", e);
      }
    }

    @Override
    public void close() {
      jobs.close();
      Clients.close(vertx);
    }
  }
}
