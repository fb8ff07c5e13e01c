package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import org.eclipse.jetty.client.DigestAuthentication;
import org.eclipse.jetty.client.HttpClient;

/** The Jetty client with its own Digest authentication. */
final class Jetty implements Fetcher.Blocking {

  private final Service service;
  private final Decoding.Reader reader;
  private final HttpClient client = new HttpClient();

  private Jetty(Service service, Decoding decoding) {
    this.service = service;
    this.reader = decoding.reader();
    client.setMaxConnectionsPerDestination(Service.POOL);
    client
        .getAuthenticationStore()
        .addAuthentication(
            new DigestAuthentication(
                service.origin(), DigestCheck.REALM, DigestCheck.USER, DigestCheck.PASSWORD));
  }

  static Jetty started(Service service, Decoding decoding) {
    Jetty jetty = new Jetty(service, decoding);
    try {
      jetty.client.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return jetty;
  }

  @Override
  public void fetch(RestoreJobRef ref) throws Exception {
    reader.read(client.GET(service.guarded(ref)).getContent(), ref);
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
