package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The transport on Reactor Netty. With Jackson it uses a supplied client like {@link PlainReactor}.
 */
final class OurReactor implements Fetcher.Async {

  private final @Nullable ConnectionProvider pool;
  private final ReactorRestoreJobs jobs;

  OurReactor(Service service, Decoding decoding) {
    this.pool = decoding == Decoding.JACKSON ? PlainReactor.pool() : null;
    this.jobs =
        pool == null
            ? ReactorRestoreJobs.create(service.config())
            : ReactorRestoreJobs.create(
                service.config(), HttpClient.create(pool), decoding.codec());
  }

  @Override
  public void fetch(RestoreJobRef ref, End end) {
    jobs.get(ref)
        .doOnNext(job -> Decoding.check(job, ref))
        .subscribe(job -> end.ended(null), end::ended);
  }

  @Override
  public void close() {
    jobs.close();
    if (pool != null) {
      pool.dispose();
    }
  }
}
