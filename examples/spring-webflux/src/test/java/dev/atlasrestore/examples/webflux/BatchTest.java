package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Tests the wait for several jobs, such as the shards of one restore. */
@ApplicationTest
class BatchTest {

  private static final RestoreJobRef FIRST = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef SECOND = RestoreJobFixtures.ref(2);
  private static final Duration SOON = Duration.ofMinutes(1);

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @Test
  void batchSendsOneEventWhenAllJobsHaveEnded() {
    atlas.put(FIRST, RestoreJobFixtures.inProgress(), RestoreJobFixtures.finished());
    atlas.put(SECOND, RestoreJobFixtures.withAuthHeader());

    StepVerifier.create(events())
        .assertNext(
            event -> {
              assertThat(event.event()).isEqualTo("batch");
              assertThat(event.data())
                  .startsWith("{\"succeeded\":true,\"jobs\":[{")
                  .doesNotContain("s3cr3t", "auth");
            })
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void oneFailedJobFailsTheBatch() {
    atlas.put(FIRST, RestoreJobFixtures.finished());
    atlas.put(SECOND, RestoreJobFixtures.inProgress(), RestoreJobFixtures.broken());

    StepVerifier.create(events())
        .assertNext(
            event ->
                assertThat(event.data())
                    .contains("\"succeeded\":false", "\"FINISHED\"", "\"BROKEN\""))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void problemNamesTheUnreadableJobAndShowsTheOthers() {
    atlas.put(FIRST, RestoreJobFixtures.withAuthHeader());

    web.get()
        .uri(uri(), FIRST.groupId(), FIRST.cluster(), FIRST.jobId(), SECOND.jobId())
        .exchange()
        .expectStatus()
        .isNotFound()
        .expectBody()
        .jsonPath("$.failures." + SECOND.jobId())
        .isNotEmpty()
        .jsonPath("$.jobs[0].succeeded")
        .isEqualTo(true)
        .jsonPath("$.jobs[0].delivery")
        .doesNotExist();
  }

  @Test
  void invalidIdIsRejectedWithoutARequest() {
    web.get()
        .uri(uri(), FIRST.groupId(), FIRST.cluster(), FIRST.jobId(), "none")
        .exchange()
        .expectStatus()
        .isBadRequest();
    assertThat(atlas.requests()).isEmpty();
  }

  private Flux<ServerSentEvent<String>> events() {
    return Sse.events(web, uri(), FIRST.groupId(), FIRST.cluster(), FIRST.jobId(), SECOND.jobId());
  }

  private static String uri() {
    return "/restores/{group}/{cluster}/events?job={first}&job={second}";
  }
}
