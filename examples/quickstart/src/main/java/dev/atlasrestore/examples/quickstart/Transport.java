package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The three transports. This program may block a thread while it waits for a {@code Mono} or a
 * {@code Future}; a reactive program must not.
 */
enum Transport {
  JERSEY("Jersey (blocking)") {
    @Override
    RestoreJob read(AtlasConfig config, RestoreJobRef ref) {
      try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
        return jobs.get(ref);
      }
    }
  },
  REACTOR("Reactor Netty (Mono)") {
    @Override
    RestoreJob read(AtlasConfig config, RestoreJobRef ref) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config)) {
        return jobs.get(ref).blockOptional().orElseThrow();
      }
    }
  },
  VERTX("Vert.x Web Client (Future)") {
    @Override
    RestoreJob read(AtlasConfig config, RestoreJobRef ref) {
      return onVertx(config, jobs -> jobs.get(ref));
    }
  };

  private final String title;

  Transport(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract RestoreJob read(AtlasConfig config, RestoreJobRef ref);

  private static <T> T onVertx(AtlasConfig config, Function<VertxRestoreJobs, Future<T>> call) {
    Vertx vertx = Vertx.vertx();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config)) {
      return call.apply(jobs).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
