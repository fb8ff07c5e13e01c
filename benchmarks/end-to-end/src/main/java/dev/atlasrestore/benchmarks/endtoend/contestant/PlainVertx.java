package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/** The Vert.x Web Client alone: a GET without credentials. */
final class PlainVertx implements Fetcher.Async {

  private final Service service;
  private final Decoding.Reader reader;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = client(vertx);

  PlainVertx(Service service, Decoding decoding) {
    this.service = service;
    this.reader = decoding.reader();
  }

  static WebClient client(Vertx vertx) {
    return WebClient.create(vertx, new WebClientOptions().setMaxPoolSize(Service.POOL));
  }

  @Override
  public void fetch(RestoreJobRef ref, End end) {
    client
        .request(HttpMethod.GET, service.port(), Service.HOST, service.openTarget(ref))
        .send()
        .map(response -> read(response, ref))
        .onComplete(result -> end.ended(result.cause()));
  }

  private boolean read(HttpResponse<Buffer> response, RestoreJobRef ref) {
    reader.read(response.body().getBytes(), ref);
    return true;
  }

  @Override
  public void close() {
    vertx.close();
  }
}
