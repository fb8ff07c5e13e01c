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
 * The one client, which remembers nonces and is shared by all requests, on an {@code HttpClient} of
 * the application's own: proxy, TLS, pool and metrics are configured here.
 */
@Configuration(proxyBeanMethods = false)
class AtlasClient {

  private static final int CONNECTIONS = 50;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_QUEUE = Duration.ofSeconds(5);

  @Bean
  ReactorRestoreJobs restoreJobs(
      AtlasProperties atlas, CallListener listener, HttpClient atlasHttpClient) {
    return ReactorRestoreJobs.create(atlas.config().withListener(listener), atlasHttpClient);
  }

  /**
   * Metrics are told no paths: there are as many of them as there are jobs. What an event loop
   * would have to load for the first call is loaded here.
   */
  @Bean
  HttpClient atlasHttpClient(ConnectionProvider atlasConnections) {
    HttpClient client =
        HttpClient.create(atlasConnections)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) LONGEST_CONNECT.toMillis())
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
        .pendingAcquireTimeout(LONGEST_QUEUE)
        .metrics(true)
        .build();
  }
}
