package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.CallListener;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Creates the client that all requests share, so that they also share its nonces. It runs on an
 * {@code HttpClient} of the application, which configures the proxy, TLS, the connection pool and
 * the metrics.
 */
@Configuration(proxyBeanMethods = false)
class AtlasClient {

  private static final int CONNECTIONS = 50;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  ReactorRestoreJobs restoreJobs(
      AtlasProperties atlas, CallListener listener, HttpClient atlasHttpClient) {
    return ReactorRestoreJobs.create(atlas.config().withListener(listener), atlasHttpClient);
  }

  /**
   * The native client. Its metrics hold a path template and not the path, because each job has its
   * own path. The warm-up loads resources here that the first call would otherwise load on an event
   * loop.
   */
  @Bean
  HttpClient atlasHttpClient(ConnectionProvider atlasConnections) {
    HttpClient client =
        HttpClient.create(atlasConnections)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .proxyWithSystemProperties()
            .metrics(true, path -> "/groups/{group}/clusters/{cluster}/restoreJobs/{job}");
    client.warmup().block();
    return client;
  }

  @Bean(destroyMethod = "dispose")
  ConnectionProvider atlasConnections() {
    return ConnectionProvider.builder("atlas")
        .maxConnections(CONNECTIONS)
        .maxIdleTime(Duration.ofSeconds(30))
        .pendingAcquireTimeout(ACQUIRE_TIMEOUT)
        .metrics(true)
        .build();
  }
}
