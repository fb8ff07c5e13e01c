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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a restore job through Vert.x on the module path. Vert.x 5 does not export the package that
 * the transport needs to close a connection and to download. Exchanges must still end at their
 * timeout.
 */
public final class Main {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  private Main() {}

  /**
   * Fails if the job cannot be read, if an exchange does not end at its timeout, or if the
   * transport is not a named module.
   */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (FakeAtlas atlas = FakeAtlas.start();
        VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config());
        VertxRestoreJobs shortTimeout =
            VertxRestoreJobs.create(vertx, withShortTimeout(atlas.config()))) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(REF, stored);
      check(stored.equals(await(jobs.get(REF))), "reads the stored job");
      check(VertxRestoreJobs.class.getModule().isNamed(), "is a named module");

      atlas.script(REF, Hostile.stallInBody());
      check(timedOut(shortTimeout.get(REF)), "ends the exchange of a stalled body at the timeout");
      check(stored.equals(await(jobs.get(REF))), "reads the stored job afterwards");

      atlas.archive(REF, new byte[1000]);
      boolean access = canCloseConnections(WebClient.class.getModule());
      check(downloads(jobs) == access, "downloads exactly if it has access to the Web Client");
    } finally {
      await(vertx.close());
    }
    Module client = WebClient.class.getModule();
    System.out.println(
        "Vert.x: read the job through "
            + client
            + (canCloseConnections(client) ? "" : ", without access to its connections"));
  }

  private static AtlasConfig withShortTimeout(AtlasConfig config) {
    Timeouts timeouts = Timeouts.defaults().withResponse(Duration.ofMillis(500));
    return config.withTimeouts(timeouts).withRetry(RetryPolicy.none());
  }

  private static boolean timedOut(Future<?> future) throws Exception {
    try {
      await(future);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TransportException failure
          && failure.failure().kind() == TransportFailure.Kind.TIMEOUT;
    }
  }

  private static boolean downloads(VertxRestoreJobs jobs) throws Exception {
    Path folder = Files.createTempDirectory("restore");
    try {
      Files.delete(await(jobs.download(REF, folder)).path());
      return true;
    } catch (ExecutionException e) {
      check(e.getCause() instanceof UnsupportedOperationException, "says that it cannot download");
      return false;
    } finally {
      Files.delete(folder); // fails if a download has left a file
    }
  }

  private static boolean canCloseConnections(Module client) {
    return client.isExported("io.vertx.ext.web.client.impl", VertxRestoreJobs.class.getModule());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void check(boolean condition, String claim) {
    if (!condition) {
      throw new AssertionError("Not true of the transport: " + claim);
    }
  }
}
