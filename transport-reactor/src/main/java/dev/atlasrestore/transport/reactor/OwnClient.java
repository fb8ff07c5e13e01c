package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.TransportLimits;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** Creates the native client and its connection pool if the user supplies no native client. */
final class OwnClient {

  private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

  private OwnClient() {}

  /**
   * Creates the connection pool. The caller disposes of it.
   *
   * <p>A call waits for a free connection for at most half of the response timeout, so that the
   * other half is left for the exchange. The pool hands out the connection that was used last, so
   * that no more connections stay open than are needed.
   */
  static ConnectionProvider createPool(Timeouts timeouts) {
    ConnectionProvider.Builder pool =
        ConnectionProvider.builder("atlas-restore")
            .maxConnections(TransportLimits.MAX_CONNECTIONS)
            .pendingAcquireMaxCount(-1)
            .pendingAcquireTimeout(timeouts.response().dividedBy(2))
            .maxIdleTime(MAX_IDLE_TIME)
            .lifo();
    return closingIdleConnections(pool).build();
  }

  /**
   * Makes the pool check every 30 s for connections that have been idle for 30 s.
   *
   * <p>The check runs on {@code Schedulers.parallel()}. Since reactor-netty#4300, Reactor Netty
   * would otherwise start a thread for it that cannot be ended. That thread keeps the class loader
   * of the application in memory after it is undeployed. Versions before 1.3.2 always use {@code
   * Schedulers.parallel()}.
   */
  private static ConnectionProvider.Builder closingIdleConnections(
      ConnectionProvider.Builder pool) {
    try {
      return pool.evictInBackground(MAX_IDLE_TIME, Schedulers.parallel());
    } catch (NoSuchMethodError olderThan132) {
      return pool.evictInBackground(MAX_IDLE_TIME); // Uses Schedulers.parallel().
    }
  }

  /**
   * Creates the native client on this pool.
   *
   * <p>Loads the native libraries, the resolver and TLS now. Otherwise Reactor Netty would load
   * them on the thread of the first subscriber, which may be an event loop.
   */
  static HttpClient create(ConnectionProvider pool, AtlasConfig config) {
    int connectMillis =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    HttpClient client =
        HttpClient.create(pool)
            .noProxy()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
            .httpResponseDecoder(
                spec ->
                    spec.maxInitialLineLength(TransportLimits.MAX_HEAD_BYTES)
                        .maxHeaderSize(TransportLimits.MAX_HEAD_BYTES))
            .secure(tls -> http11(tls).handshakeTimeoutMillis(connectMillis));
    client.warmup().onErrorComplete().subscribe();
    return client;
  }

  /** Configures TLS for HTTP/1.1 with the JVM's trust store. */
  static SslProvider.Builder http11(SslProvider.SslContextSpec tls) {
    SslProvider.GenericSslContextSpec<?> http11 = Http11SslContextSpec.forClient();
    return tls.sslContext(http11);
  }
}
