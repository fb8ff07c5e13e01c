package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ApplicationTest
class MetricsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;
  @Autowired private MeterRegistry meters;

  @BeforeEach
  void resetMeters() {
    atlas.put(REF, RestoreJobFixtures.finished());
    Search.in(meters).name(name -> name.startsWith("atlas.restore.")).meters().stream()
        .filter(meter -> !meter.getId().getName().equals("atlas.restore.waits"))
        .forEach(meters::remove);
  }

  @Test
  void requestCounterMatchesTheRequestsOfTheService() {
    atlas.script(REF, Reply.status(503), Reply.drop());

    web.get().uri(path()).exchange().expectStatus().isOk();

    assertThat(meters.get("atlas.restore.requests").counters().stream().mapToDouble(c -> c.count()))
        .as("outcomes")
        .hasSize(2);
    double counted =
        meters.get("atlas.restore.requests").counters().stream().mapToDouble(c -> c.count()).sum();
    assertThat(counted).isEqualTo(atlas.requests().size());
    // The dropped request was lost on a reused connection: it is sent once more, without a retry.
    assertThat(meters.get("atlas.restore.retries").counter().count()).isOne();
    assertThat(meters.get("atlas.restore.calls").tag("operation", "get").timer().count()).isOne();
  }

  @Test
  void callTimerSeparatesOperationsAndFailures() {
    Sse.events(web, REF).blockLast(Duration.ofMinutes(1));
    atlas.reset();
    web.get().uri(path()).exchange().expectStatus().isNotFound();

    web.get()
        .uri("/actuator/metrics/atlas.restore.calls?tag=operation:await&tag=failure:none")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.measurements[?(@.statistic == 'COUNT')].value")
        .isEqualTo(1.0);
    assertThat(
            meters
                .get("atlas.restore.calls")
                .tags("operation", "get", "failure", "RestoreJobNotFoundException")
                .timer()
                .count())
        .isOne();
  }

  @Test
  void nativeClientMetricsNameNoJob() {
    web.get().uri(path()).exchange().expectStatus().isOk();

    assertThat(meters.get("reactor.netty.http.client.response.time").timers())
        .isNotEmpty()
        .allSatisfy(timer -> assertThat(timer.getId().toString()).doesNotContain(REF.jobId()));
  }

  private static String path() {
    return "/restores/" + REF.groupId() + "/" + REF.cluster() + "/" + REF.jobId();
  }
}
