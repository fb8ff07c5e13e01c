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
import reactor.netty.transport.ProxyProvider;

/** A native client of the kind that a contract asks for, with its pool. Closes the pool. */
record TestNativeClient(HttpClient client, ConnectionProvider pool) implements AutoCloseable {

  /**
   * The connect timeout. It is short because Reactor Netty goes on connecting after the exchange
   * was cancelled, and the tests wait until no connection is open.
   */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(CONNECT_TIMEOUT));

  static TestNativeClient of(ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      ConnectionProvider pool = OwnClient.createPool(CONFIG.timeouts());
      return new TestNativeClient(OwnClient.create(pool, CONFIG), pool);
    }
    int connections = kind instanceof ClientKind.Pooled pooled ? pooled.connections() : 128;
    ConnectionProvider pool = ConnectionProvider.create("test-" + kind, connections);
    HttpClient client = HttpClient.create(pool);
    if (kind instanceof ClientKind.Proxied proxied) {
      return new TestNativeClient(through(proxied, client), pool);
    }
    return new TestNativeClient(
        kind instanceof ClientKind.Trusting trusting
            ? trusting(client, trusting.trusted())
            : supplied(client),
        pool);
  }

  private static HttpClient supplied(HttpClient client) {
    return client
        .followRedirect(true)
        .secure(tls -> OwnClient.http11(tls).handshakeTimeout(CONNECT_TIMEOUT));
  }

  private static HttpClient through(ClientKind.Proxied kind, HttpClient client) {
    URI address = kind.proxy();
    return trusting(client, kind.trusted())
        .proxy(
            proxy ->
                proxy
                    .type(ProxyProvider.Proxy.HTTP)
                    .host(address.getHost())
                    .port(address.getPort())
                    .username("proxy-user")
                    .password(user -> "s3cr3t"));
  }

  /** Returns a copy of the client that trusts the certificates in this key store only. */
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
}
