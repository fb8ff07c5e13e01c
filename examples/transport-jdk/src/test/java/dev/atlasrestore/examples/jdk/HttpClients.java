package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.testkit.contract.ClientKind;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP clients as an application would supply them. */
final class HttpClients {

  private HttpClients() {}

  /** Returns a client of this kind. The JDK's client has no limit for its pool. */
  static HttpClient supplied(ClientKind kind) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1));
    if (kind instanceof ClientKind.Trusting trusting) {
      builder.sslContext(trusting(trusting.trusted()));
    } else if (kind instanceof ClientKind.Proxied proxied) {
      URI proxy = proxied.proxy();
      builder
          .sslContext(trusting(proxied.trusted()))
          .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }
    return builder.build();
  }

  private static SSLContext trusting(KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
