package dev.atlasrestore.consumers.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a restore job through Vert.x, everything being a module. Vert.x 5 does not export what the
 * transport would take hold of a connection by: exchanges must end in time all the same.
 */
public final class Main {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  private Main() {}

  /**
   * Fails if the job cannot be read, if a body that stalls is waited for, or if this is no module.
   */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (FakeAtlas atlas = FakeAtlas.start();
        VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config());
        VertxRestoreJobs hasty = VertxRestoreJobs.create(vertx, hasty(atlas.config()))) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(REF, stored);
      check(stored.equals(end(jobs.get(REF))), "the job that was read");
      check(VertxRestoreJobs.class.getModule().isNamed(), "the transport as a module");

      atlas.script(REF, Hostile.stallInBody());
      check(timedOut(hasty.get(REF)), "a body that stalls ends in time");
      check(stored.equals(end(jobs.get(REF))), "the job that was read after that");
    } finally {
      end(vertx.close());
    }
    Module client = WebClient.class.getModule();
    System.out.println(
        "read through "
            + client
            + ", whose connections are "
            + (exports(client) ? "held" : "not held"));
  }

  private static AtlasConfig hasty(AtlasConfig config) {
    Timeouts timeouts = Timeouts.defaults().withResponse(Duration.ofMillis(500));
    return config.withTimeouts(timeouts).withRetry(RetryPolicy.none());
  }

  private static boolean timedOut(Future<?> future) throws Exception {
    try {
      end(future);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TransportException lost
          && lost.failure().kind() == TransportFailure.Kind.TIMEOUT;
    }
  }

  private static boolean exports(Module client) {
    return client.isExported("io.vertx.ext.web.client.impl", VertxRestoreJobs.class.getModule());
  }

  private static <T> T end(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void check(boolean kept, String what) {
    if (!kept) {
      throw new AssertionError("not kept: " + what);
    }
  }
}
