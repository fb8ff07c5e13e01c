package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Native clients for the kits, and who closes them. */
record Clients(HttpClient client, ConnectionProvider pool) implements AutoCloseable {

  /** So long a connection may take to be made: what gives it up lets the stack finish that. */
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(BRIEF));

  static Clients of(ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      ConnectionProvider own = OwnClient.pool(CONFIG.timeouts());
      return new Clients(OwnClient.on(own, CONFIG), own);
    }
    int connections = kind instanceof ClientKind.Pooled pooled ? pooled.connections() : 128;
    ConnectionProvider pool = ConnectionProvider.create("test-" + kind, connections);
    HttpClient client = HttpClient.create(pool);
    return new Clients(
        kind instanceof ClientKind.Trusting trusting
            ? trusting(client, trusting.trusted())
            : borrowed(client),
        pool);
  }

  private static HttpClient borrowed(HttpClient client) {
    return client
        .followRedirect(true)
        .secure(tls -> OwnClient.secured(tls).handshakeTimeout(BRIEF));
  }

  static HttpClient trusting(HttpClient client, KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SslContext tls = SslContextBuilder.forClient().trustManager(trust).build();
      return client.secure(ssl -> ssl.sslContext(tls));
    } catch (GeneralSecurityException | SSLException e) {
      throw new AssertionError(e);
    }
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
