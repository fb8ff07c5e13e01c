package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.TransportLimits;
import jakarta.ws.rs.client.Client;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.apache5.connector.Apache5HttpClientBuilderConfigurator;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClientBuilder;

/**
 * The native client if the user supplies none: Jersey on Apache's HTTP client, with its pool.
 *
 * <p>The client sends exactly what the library requests. These features are off: retries,
 * redirects, authentication, cookies, compression. The client does not look up providers and
 * services on the class path, so other libraries of the application do not change it.
 *
 * <p>Runs on Apache's client 5.5 and 5.6, because frameworks manage different versions. So it uses
 * no method that 5.4 does not have.
 *
 * <p>An interceptor connects each request to its {@link Exchange} before a connection is looked
 * for, so that the exchange can cancel the request. {@link GuardedConnection} reports to the
 * exchange that the request is sent.
 */
final class OwnClient implements Watchdog.IdleConnections, AutoCloseable {

  private static final int UNLIMITED_HEADERS = -1;
  private static final Timeout UNLIMITED = Timeout.ofDays(365);
  private static final Duration MAX_IDLE_TIME = Duration.ofMinutes(1);

  private final PoolingHttpClientConnectionManager pool;
  private final TimeValue maxIdleTime;
  private final Client client;

  OwnClient(Timeouts timeouts) {
    this(timeouts, MAX_IDLE_TIME);
  }

  /** Creates a client whose connections are closed when they have been idle for this long. */
  OwnClient(Timeouts timeouts, Duration maxIdleTime) {
    SSLContext tls = SSLContexts.createDefault();
    this.maxIdleTime = TimeValue.of(maxIdleTime);
    this.pool = createPool(tls, connectionConfig(timeouts), maxIdleTime);
    this.client = createClient(tls, pool);
  }

  Client client() {
    return client;
  }

  @Override
  public Duration checkInterval() {
    return maxIdleTime.toDuration().dividedBy(2);
  }

  @Override
  public boolean closeExpired() {
    pool.closeIdle(maxIdleTime);
    return pool.getTotalStats().getAvailable() > 0;
  }

  /** Closes all idle connections. */
  void closeIdle() {
    pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() {
    client.close();
  }

  private static Client createClient(SSLContext tls, PoolingHttpClientConnectionManager pool) {
    Apache5HttpClientBuilderConfigurator configurator = OwnClient::configure;
    ClientConfig config =
        new ClientConfig()
            .connectorProvider(new Apache5ConnectorProvider())
            .property(Apache5ClientProperties.CONNECTION_MANAGER, new InterruptSafePool(pool))
            .property(Apache5ClientProperties.REQUEST_CONFIG, requestConfig())
            .property(ClientProperties.FOLLOW_REDIRECTS, false)
            .property(ClientProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
            .property(ClientProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
            .property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL")
            .register(configurator);
    return new JerseyClientBuilder()
        .withConfig(config)
        .sslContext(tls)
        .scheduledExecutorService(unusedScheduler())
        .build();
  }

  /**
   * Returns a scheduler that is never used and has no thread.
   *
   * <p>Without one, Jersey (3.1) looks for a scheduler in JNDI. In a container the lookup fails on
   * threads that belong to no application, and is logged with a stack trace.
   */
  private static ScheduledExecutorService unusedScheduler() {
    return new ScheduledThreadPoolExecutor(0);
  }

  /**
   * The time to wait for a pooled connection is not limited here. The {@link Watchdog} limits it,
   * by cancelling the request at the timeout of the exchange. If the pool hands a connection to a
   * cancelled request, it takes the connection back.
   */
  private static RequestConfig requestConfig() {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(UNLIMITED)
        .setAuthenticationEnabled(false)
        .build();
  }

  private static PoolingHttpClientConnectionManager createPool(
      SSLContext tls, ConnectionConfig connectionConfig, Duration maxIdleTime) {
    Http1Config http =
        Http1Config.custom()
            .setMaxLineLength(TransportLimits.MAX_HEAD_BYTES)
            // LineLimitBuffer limits the bytes of all header fields, as Netty does.
            .setMaxHeaderCount(UNLIMITED_HEADERS)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(TransportLimits.MAX_CONNECTIONS)
        .setMaxConnPerRoute(TransportLimits.MAX_CONNECTIONS)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(ignoredSocket -> GuardedConnection.create(http, maxIdleTime))
        .setDefaultConnectionConfig(connectionConfig)
        .build();
  }

  private static ConnectionConfig connectionConfig(Timeouts timeouts) {
    return ConnectionConfig.custom()
        .setConnectTimeout(timeout(timeouts.connect()))
        // GuardedConnection.isStale() decides itself when a check is needed, and limits the idle
        // time.
        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
        .build();
  }

  private static HttpClientBuilder configure(HttpClientBuilder builder) {
    HttpRoutePlanner planner = new DefaultRoutePlanner(null);
    return builder
        .setRoutePlanner(
            (host, context) -> planner.determineRoute(PunycodeHost.withoutPrefix(host), context))
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableContentCompression()
        .disableCookieManagement()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .addExecInterceptorFirst(
            "atlas-restore-exchange",
            (request, scope, chain) -> {
              Exchange exchange = Exchange.current();
              exchange.setNativeRequest((Cancellable) scope.originalRequest);
              exchange.prepare(request);
              request.setAuthority(PunycodeHost.withoutPrefix(request.getAuthority()));
              return chain.proceed(request, scope);
            });
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, TimeUnit.MILLISECONDS.convert(duration)));
  }
}
