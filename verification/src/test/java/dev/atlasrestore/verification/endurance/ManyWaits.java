package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.RestoreWatch;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;

/** A client and its waits. For one thread at a time. */
interface ManyWaits extends AutoCloseable {

  /** Starts to wait for another job. */
  void start(RestoreJobRef ref);

  /** Cancels all waits. */
  void cancel();

  @Override
  void close();

  /** The transports whose waits hold no thread. */
  enum AsyncTransport {
    REACTOR {
      @Override
      ManyWaits open(AtlasConfig config) {
        return new ReactorWaits(ReactorRestoreJobs.create(config), new ArrayList<>());
      }
    },
    VERTX {
      @Override
      ManyWaits open(AtlasConfig config) {
        Vertx vertx = Vertx.vertx();
        return new VertxWaits(vertx, VertxRestoreJobs.create(vertx, config), new ArrayList<>());
      }
    };

    abstract ManyWaits open(AtlasConfig config);
  }

  /** Holds each wait as a subscription. */
  record ReactorWaits(ReactorRestoreJobs jobs, List<Disposable> waits) implements ManyWaits {

    @Override
    public void start(RestoreJobRef ref) {
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

  /** Holds each wait as a watch. */
  record VertxWaits(Vertx vertx, VertxRestoreJobs jobs, List<RestoreWatch> waits)
      implements ManyWaits {

    @Override
    public void start(RestoreJobRef ref) {
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
