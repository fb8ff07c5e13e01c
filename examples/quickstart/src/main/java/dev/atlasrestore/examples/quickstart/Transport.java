package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;

/** The three worlds. A program that prints may wait; a real one of the last two would not. */
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
      Vertx vertx = Vertx.vertx();
      try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config)) {
        return jobs.get(ref).toCompletionStage().toCompletableFuture().join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
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
}
