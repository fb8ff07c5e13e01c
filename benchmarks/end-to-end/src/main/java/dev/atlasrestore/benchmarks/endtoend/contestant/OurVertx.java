package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;

/** Our transport on Vert.x, on a client like that of the bare stack. */
final class OurVertx implements Fetcher.Async {

  private final Vertx vertx = Vertx.vertx();
  private final VertxRestoreJobs jobs;

  OurVertx(Service service, Decoding decoding) {
    this.jobs =
        VertxRestoreJobs.create(
            vertx, service.config(), PlainVertx.client(vertx), decoding.codec());
  }

  @Override
  public void fetch(RestoreJobRef ref, End end) {
    jobs.get(ref)
        .map(
            job -> {
              Decoding.check(job, ref);
              return job;
            })
        .onComplete(ended -> end.ended(ended.cause()));
  }

  @Override
  public void close() {
    jobs.close();
    vertx.close();
  }
}
