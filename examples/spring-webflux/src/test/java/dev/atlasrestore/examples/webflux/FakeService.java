package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.testkit.FakeAtlas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Provides the fake service as a bean. It starts and closes with the application, which receives
 * its address and key as properties, as it does for the real service.
 */
@TestConfiguration(proxyBeanMethods = false)
class FakeService {

  /** The folder of downloads, in the build's folder. */
  static final Path FOLDER = folder();

  private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(1);

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "downloads").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean
  FakeAtlas atlas() {
    return FakeAtlas.builder().basePath("/api/public/v1.0").start();
  }

  @Bean
  DynamicPropertyRegistrar properties(FakeAtlas atlas) {
    return properties -> {
      properties.add("atlas.product", () -> "ops-manager");
      properties.add("atlas.host", () -> hostOf(atlas));
      properties.add("atlas.public-key", () -> atlas.config().key().publicKey());
      properties.add("atlas.private-key", () -> atlas.config().key().privateKey());
      properties.add("atlas.downloads", FOLDER::toString);
    };
  }

  @Bean
  @Lazy
  WebTestClient web(@Value("${local.server.port}") int port) {
    return webClient(port);
  }

  static WebTestClient webClient(int port) {
    return WebTestClient.bindToServer()
        .baseUrl("http://127.0.0.1:" + port)
        .responseTimeout(RESPONSE_TIMEOUT)
        .build();
  }

  static String hostOf(FakeAtlas atlas) {
    return "http://" + atlas.baseUri().getAuthority();
  }
}
