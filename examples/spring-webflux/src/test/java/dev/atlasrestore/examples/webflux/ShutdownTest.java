package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.spring.SpringRestoreJobs;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Tests the graceful shutdown. The shutdown timeout is one hour, so a shutdown that waits for the
 * waits to end fails these tests.
 */
@ExtendWith(BlockingCalls.class)
class ShutdownTest {

  @RegisterExtension
  static final FakeAtlasExtension FAKES =
      FakeAtlasExtension.of(FakeAtlas.builder().basePath("/api/public/v1.0"));

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final Duration SOON = Duration.ofMinutes(1);

  @Test
  void shutdownCancelsWaitsAndClosesTheClient(FakeAtlas atlas) throws InterruptedException {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    ConfigurableApplicationContext application = start(atlas);
    SpringRestoreJobs jobs = application.getBean(SpringRestoreJobs.class);
    Mono<Void> closing = closing(application);

    StepVerifier.create(Sse.events(Start.web(application), REF))
        .assertNext(event -> assertThat(event.event()).isEqualTo("job"))
        .then(closing::subscribe)
        .assertNext(
            event -> {
              assertThat(event.event()).isEqualTo("problem");
              assertThat(event.data()).contains("\"status\":503");
            })
        .expectComplete()
        .verify(SOON);
    closing.block(SOON);

    StepVerifier.create(jobs.get(REF)).expectError(TransportException.class).verify(SOON);
    assertThat(atlas.awaitNoConnections(SOON)).isTrue();
    assertThat(atlas.requests()).as("a challenge and one poll").hasSize(2);
  }

  @Test
  void shutdownEndsDownloads(FakeAtlas atlas) throws InterruptedException {
    atlas.archive(REF, 1_000_000).fileName("stopped.tar.gz").drip(1000, Duration.ofMillis(10));
    ConfigurableApplicationContext application = start(atlas);
    WebTestClient web = Start.web(application);
    Mono<Void> closing = closing(application);
    Sse.startDownload(web, REF);

    StepVerifier.create(Sse.downloadEvents(web, REF))
        .assertNext(event -> assertThat(event.event()).isEqualTo("progress"))
        .then(closing::subscribe)
        .thenConsumeWhile(event -> event.event().equals("progress"))
        .assertNext(
            event -> {
              assertThat(event.event()).isEqualTo("problem");
              assertThat(event.data()).contains("\"status\":503");
            })
        .expectComplete()
        .verify(SOON);
    closing.block(SOON);

    assertThat(atlas.awaitNoConnections(SOON)).isTrue();
  }

  @Test
  void shutdownLetsReadsFinish(FakeAtlas atlas) throws InterruptedException {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(REF, Reply.delayed(Duration.ofSeconds(1), Reply.unscripted()));
    ConfigurableApplicationContext application = start(atlas);
    WebTestClient web = Start.web(application);
    Mono<HttpStatusCode> response =
        Mono.fromSupplier(() -> status(web)).subscribeOn(Schedulers.boundedElastic()).cache();
    response.subscribe();
    assertThat(atlas.awaitRequests(1, SOON)).isTrue();

    closing(application).block(SOON);

    assertThat(response.block(SOON)).isEqualTo(HttpStatusCode.valueOf(200));
  }

  private static ConfigurableApplicationContext start(FakeAtlas atlas) {
    Map<String, String> environment = new HashMap<>(Start.environmentOf(atlas));
    environment.put("ATLAS_POLL_INTERVAL", "1h");
    environment.put("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "1h");
    return Start.on(environment);
  }

  private static Mono<Void> closing(ConfigurableApplicationContext application) {
    return Mono.<Void>fromRunnable(application::close)
        .subscribeOn(Schedulers.boundedElastic())
        .cache();
  }

  private static HttpStatusCode status(WebTestClient web) {
    return web.get()
        .uri("/restores/{group}/Cluster0/{job}", REF.groupId(), REF.jobId())
        .exchange()
        .expectBody(Void.class)
        .returnResult()
        .getStatus();
  }
}
