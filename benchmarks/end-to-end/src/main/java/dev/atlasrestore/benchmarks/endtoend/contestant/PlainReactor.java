package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty alone: a GET without credentials. */
final class PlainReactor implements Fetcher.Async {

  private final Service service;
  private final Decoding.Reader reader;
  private final ConnectionProvider pool = pool();
  private final HttpClient client = HttpClient.create(pool);

  PlainReactor(Service service, Decoding decoding) {
    this.service = service;
    this.reader = decoding.reader();
  }

  /** Creates a pool like that of the transport. */
  static ConnectionProvider pool() {
    return ConnectionProvider.builder("benchmark")
        .maxConnections(Service.POOL)
        .pendingAcquireMaxCount(-1)
        .pendingAcquireTimeout(Duration.ofSeconds(15))
        .lifo()
        .build();
  }

  @Override
  public void fetch(RestoreJobRef ref, End end) {
    client
        .get()
        .uri(service.open(ref))
        .responseContent()
        .aggregate()
        .asByteArray()
        .doOnNext(body -> reader.read(body, ref))
        .subscribe(body -> end.ended(null), end::ended);
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
