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

/** Clients that an application might lend. */
final class TestClients {

  private static final int CONNECT_MILLIS = 1000;

  private TestClients() {}

  /** As the documentation of {@link JerseyRestoreJobs} recommends. */
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

  /** As recommended, but for what this kind is about. */
  static Client of(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting trusting) {
      return trusting(trusting.trusted());
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
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return recommended().sslContext(tls).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The Apache connector as it comes, but for a connect timeout. */
  static Client plainApache() {
    return new JerseyClientBuilder()
        .withConfig(new ClientConfig().connectorProvider(new Apache5ConnectorProvider()))
        .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
        .build();
  }

  /**
   * What Jersey takes when nothing is said: the JDK's {@code HttpURLConnection}. Its idle
   * connections belong to the JVM and outlive the client, so it must not keep any.
   */
  static Client plainJersey() {
    return new JerseyClientBuilder()
        .property(ClientProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
        .build()
        .register(
            (ClientRequestFilter) request -> request.getHeaders().putSingle("Connection", "close"));
  }
}
