package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;

/** The transport on Vert.x. With Jackson it uses a supplied client like {@link PlainVertx}. */
final class OurVertx implements Fetcher.Async {

  private final Vertx vertx = Vertx.vertx();
  private final VertxRestoreJobs jobs;

  OurVertx(Service service, Decoding decoding) {
    this.jobs =
        decoding == Decoding.JACKSON
            ? VertxRestoreJobs.create(
                vertx, service.config(), PlainVertx.client(vertx), decoding.codec())
            : VertxRestoreJobs.create(vertx, service.config());
  }

  @Override
  public void fetch(RestoreJobRef ref, End end) {
    jobs.get(ref)
        .map(
            job -> {
              Decoding.check(job, ref);
              return job;
            })
        .onComplete(result -> end.ended(result.cause()));
  }

  @Override
  public void close() {
    jobs.close();
    vertx.close();
  }
}
