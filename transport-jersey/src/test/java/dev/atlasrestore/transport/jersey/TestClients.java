package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.contract.ClientKind;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.apache5.connector.Apache5HttpClientBuilderConfigurator;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClientBuilder;

/** Creates native clients that an application might supply. */
final class TestClients {

  private static final int CONNECT_MILLIS = 1000;

  private TestClients() {}

  /** Returns a builder with the settings that {@link JerseyRestoreJobs} recommends. */
  static JerseyClientBuilder recommended() {
    Apache5HttpClientBuilderConfigurator quiet =
        builder ->
            builder.disableAutomaticRetries().disableContentCompression().disableCookieManagement();
    return new JerseyClientBuilder()
        .withConfig(
            new ClientConfig()
                .connectorProvider(new Apache5ConnectorProvider())
                .property(
                    Apache5ClientProperties.REQUEST_CONFIG,
                    RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(1))
                        .setAuthenticationEnabled(false)
                        .build())
                .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
                .register(quiet));
  }

  /** Returns a client with the recommended settings and with what this kind asks for. */
  static Client of(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting trusting) {
      return trusting(trusting.trusted());
    }
    if (kind instanceof ClientKind.Proxied proxied) {
      return recommended()
          .sslContext(tls(proxied.trusted()))
          .property(ClientProperties.PROXY_URI, proxied.proxy().toString())
          .build();
    }
    return kind instanceof ClientKind.Pooled pooled
        ? recommended()
            .property(
                Apache5ClientProperties.CONNECTION_MANAGER,
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(pooled.connections())
                    .setMaxConnPerRoute(pooled.connections())
                    .build())
            .build()
        : recommended().build();
  }

  static Client trusting(KeyStore trusted) {
    return recommended().sslContext(tls(trusted)).build();
  }

  private static SSLContext tls(KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a client on the Apache connector with default settings and a connect timeout. */
  static Client apacheWithDefaults() {
    return new JerseyClientBuilder()
        .withConfig(new ClientConfig().connectorProvider(new Apache5ConnectorProvider()))
        .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
        .build();
  }

  /**
   * Returns a client on Jersey's default connector, the JDK's {@code HttpURLConnection}. It keeps
   * no connection alive, because idle connections belong to the JVM and would outlive the client.
   */
  static Client jerseyWithDefaults() {
    return new JerseyClientBuilder()
        .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
        .build()
        .register(
            (ClientRequestFilter) request -> request.getHeaders().putSingle("Connection", "close"));
  }
}
