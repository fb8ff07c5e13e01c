package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import jakarta.ws.rs.client.Client;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
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
 * Makes the client of a face that was given none: Jersey on Apache's HTTP client, with everything
 * off that would send, answer or change something on its own, and without whatever else lies on the
 * class path.
 *
 * <p>Two interceptors tie each exchange to the native request: the first in the chain gets a grip
 * on it before a connection is looked for, the last knows that a connection stands.
 */
final class OwnClient {

  static final int MAX_CONNECTIONS = 256;
  private static final int MAX_HEADER_LINE = 64 * 1024;
  private static final int MAX_HEADER_LINES = 100;
  private static final Timeout LONGEST_WAIT = Timeout.ofDays(365);
  private static final TimeValue LONGEST_IDLE = TimeValue.ofMinutes(1);

  private OwnClient() {}

  static Client create(Timeouts timeouts) {
    SSLContext tls = SSLContexts.createDefault();
    PoolingHttpClientConnectionManager pool = pool(timeouts, tls);
    Apache5HttpClientBuilderConfigurator configurator = builder -> configured(builder, pool);
    ClientConfig config =
        new ClientConfig()
            .connectorProvider(new Apache5ConnectorProvider())
            .property(Apache5ClientProperties.CONNECTION_MANAGER, pool)
            .property(Apache5ClientProperties.REQUEST_CONFIG, requestConfig())
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
   * Spares Jersey the search for one in the naming service, which fails with a stack trace in the
   * log on a thread that a container does not know. It has no thread and never gets one.
   */
  private static ScheduledExecutorService unusedScheduler() {
    return new ScheduledThreadPoolExecutor(0);
  }

  /**
   * Only the watchdog ends waiting for a connection: who gives up in the very moment in which the
   * pool hands one over would keep it for ever, and a cancelled request gives it back.
   */
  private static RequestConfig requestConfig() {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(LONGEST_WAIT)
        .setAuthenticationEnabled(false)
        .build();
  }

  private static PoolingHttpClientConnectionManager pool(Timeouts timeouts, SSLContext tls) {
    Http1Config bounded =
        Http1Config.custom()
            .setMaxLineLength(MAX_HEADER_LINE)
            .setMaxHeaderCount(MAX_HEADER_LINES)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(socket -> OwnConnection.create(bounded))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(timeouts.connect()))
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .setIdleTimeout(LONGEST_IDLE.toTimeout())
                .build())
        .build();
  }

  private static HttpClientBuilder configured(
      HttpClientBuilder builder, PoolingHttpClientConnectionManager pool) {
    AtomicLong lastSweep = new AtomicLong(System.nanoTime());
    return builder
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableContentCompression()
        .disableCookieManagement()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .addExecInterceptorFirst(
            "atlas-restore-begin",
            (request, scope, chain) -> {
              sweep(pool, lastSweep);
              Exchange.CURRENT.get().hold((Cancellable) scope.originalRequest);
              return chain.proceed(request, scope);
            })
        .addExecInterceptorLast(
            "atlas-restore-send",
            (request, scope, chain) -> {
              Exchange.CURRENT.get().markSent();
              return chain.proceed(request, scope);
            });
  }

  /**
   * Closes connections that a burst of calls left behind: the pool takes the newest first and would
   * keep the others open long after the server has closed its side.
   */
  private static void sweep(PoolingHttpClientConnectionManager pool, AtomicLong lastSweep) {
    long last = lastSweep.get();
    long now = System.nanoTime();
    if (now - last > LONGEST_IDLE.toNanoseconds() && lastSweep.compareAndSet(last, now)) {
      pool.closeIdle(LONGEST_IDLE);
    }
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, TimeUnit.MILLISECONDS.convert(duration)));
  }
}
