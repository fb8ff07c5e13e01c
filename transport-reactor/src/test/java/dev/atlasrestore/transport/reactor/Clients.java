package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.testkit.ClientKind;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Native clients for the kits, and who closes them. */
record Clients(HttpClient client, ConnectionProvider pool) implements AutoCloseable {

  static Clients of(ClientKind kind) {
    ConnectionProvider pool = ConnectionProvider.create("test-" + kind, 128);
    HttpClient client = HttpClient.create(pool);
    return new Clients(
        kind instanceof ClientKind.Own
            ? client.followRedirect(false).disableRetry(true)
            : client.followRedirect(true),
        pool);
  }

  @Override
  public void close() {
    pool.dispose();
  }

  @SuppressWarnings("unchecked")
  static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
