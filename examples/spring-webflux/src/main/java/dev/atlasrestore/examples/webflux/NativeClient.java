package dev.atlasrestore.examples.webflux;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The native client of the application, which configures the proxy, TLS, the connection pool and
 * the metrics. The starter uses it. An application without this class gets a native client of the
 * library.
 */
@Configuration(proxyBeanMethods = false)
class NativeClient {

  private static final int CONNECTIONS = 50;
  private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Its metrics hold a path template and not the path, because each job has its own path. The
   * warm-up loads resources here that the first call would otherwise load on an event loop.
   */
  @Bean
  HttpClient atlasHttpClient(ConnectionProvider atlasConnections) {
    HttpClient client =
        HttpClient.create(atlasConnections)
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
