package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** The client that is made where none is passed. */
final class OwnClient {

  static final int MAX_CONNECTIONS = 256;

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private OwnClient() {}

  /**
   * A pool that leaves the other half of the response timeout for the exchange itself. The
   * connection used last is used next, so that no more of them stay open than are needed.
   */
  static ConnectionProvider pool(Timeouts timeouts) {
    return ConnectionProvider.builder("atlas-restore")
        .maxConnections(MAX_CONNECTIONS)
        .pendingAcquireMaxCount(-1)
        .pendingAcquireTimeout(timeouts.response().dividedBy(2))
        .maxIdleTime(LONGEST_IDLE)
        .evictInBackground(LONGEST_IDLE)
        .lifo()
        .build();
  }

  /**
   * A client on that pool. What the stack would load for the first subscriber, on an event loop
   * perhaps, is loaded here: native libraries, the resolver, TLS.
   */
  static HttpClient on(ConnectionProvider pool, AtlasConfig config) {
    int connectMillis =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    HttpClient client =
        HttpClient.create(pool)
            .noProxy()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
            .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEAD_BYTES));
    if ("https".equalsIgnoreCase(config.baseUri().getScheme())) {
      client = client.secure(tls -> secured(tls).handshakeTimeoutMillis(connectMillis));
    }
    client.warmup().onErrorComplete().subscribe();
    return client;
  }

  static SslProvider.Builder secured(SslProvider.SslContextSpec tls) {
    SslProvider.GenericSslContextSpec<?> http11 = Http11SslContextSpec.forClient();
    return tls.sslContext(http11);
  }
}
