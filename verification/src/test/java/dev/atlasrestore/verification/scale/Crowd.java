package dev.atlasrestore.verification.scale;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.RestoreWatch;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;

/** Many waits at once on one client. For one thread. */
interface Crowd extends AutoCloseable {

  /** Begins to wait for one more job. */
  void await(RestoreJobRef ref);

  /** Gives all waits up, each in the way of its world. */
  void cancel();

  @Override
  void close();

  /** The worlds in which a wait holds no thread. */
  enum World {
    REACTOR {
      @Override
      Crowd open(AtlasConfig config) {
        return new OnReactor(ReactorRestoreJobs.create(config), new ArrayList<>());
      }
    },
    VERTX {
      @Override
      Crowd open(AtlasConfig config) {
        Vertx vertx = Vertx.vertx();
        return new OnVertx(vertx, VertxRestoreJobs.create(vertx, config), new ArrayList<>());
      }
    };

    abstract Crowd open(AtlasConfig config);
  }

  /** Waits that are subscriptions. */
  record OnReactor(ReactorRestoreJobs jobs, List<Disposable> waits) implements Crowd {

    @Override
    public void await(RestoreJobRef ref) {
      waits.add(jobs.awaitCompletion(ref).subscribe(job -> {}, error -> {}));
    }

    @Override
    public void cancel() {
      waits.forEach(Disposable::dispose);
      waits.clear();
    }

    @Override
    public void close() {
      jobs.close();
    }
  }

  /** Waits that are watches. */
  record OnVertx(Vertx vertx, VertxRestoreJobs jobs, List<RestoreWatch> waits) implements Crowd {

    @Override
    public void await(RestoreJobRef ref) {
      waits.add(jobs.watch(ref, job -> {}));
    }

    @Override
    public void cancel() {
      waits.forEach(RestoreWatch::cancel);
      waits.clear();
    }

    @Override
    public void close() {
      jobs.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
