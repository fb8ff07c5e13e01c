package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@ApplicationTest
class EventsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final Duration SOON = Duration.ofMinutes(1);

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;
  @Autowired private MeterRegistry meters;

  @Test
  void eachPollSendsAnEventAndTheLastOneShowsTheEnd() {
    atlas.put(
        REF,
        RestoreJobFixtures.inProgress(),
        RestoreJobFixtures.pointInTime(),
        RestoreJobFixtures.finished());

    StepVerifier.create(Sse.events(web, REF))
        .assertNext(event -> assertThatJob(event, "IN_PROGRESS", false))
        .assertNext(event -> assertThatJob(event, "IN_PROGRESS", false))
        .assertNext(event -> assertThatJob(event, "FINISHED", true))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void transientFailureSendsNoEvent() {
    atlas.put(REF, RestoreJobFixtures.killed());
    atlas.script(REF, Reply.status(503), Reply.drop(), Hostile.truncated());

    StepVerifier.create(Sse.events(web, REF))
        .assertNext(event -> assertThatJob(event, "KILLED", true))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void failureAfterTheFirstEventIsTheLastEvent() {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    atlas.script(
        REF,
        Reply.json(RestoreJobFixtures.json(RestoreJobFixtures.inProgress())),
        Reply.error(403, "ACCESS_FORBIDDEN", "Not any more."));

    StepVerifier.create(Sse.events(web, REF))
        .assertNext(event -> assertThatJob(event, "IN_PROGRESS", false))
        .assertNext(
            event -> {
              assertThat(event.event()).isEqualTo("problem");
              assertThat(event.data())
                  .contains("\"status\":502", "\"errorCode\":\"ACCESS_FORBIDDEN\"");
            })
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void closedConnectionEndsTheWait() {
    RestoreJobRef other = RestoreJobFixtures.ref(2);
    atlas.put(REF, RestoreJobFixtures.inProgress());
    atlas.put(other, RestoreJobFixtures.finished());

    StepVerifier.create(Sse.events(web, REF)).expectNextCount(2).thenCancel().verify(SOON);

    Flux.interval(Duration.ofMillis(10))
        .filter(tick -> meters.get("atlas.restore.waits").gauge().value() == 0)
        .blockFirst(SOON);
    atlas.forgetRequests();
    Sse.events(web, other).blockLast(SOON);
    Sse.events(web, other).blockLast(SOON);
    assertThat(atlas.requests())
        .isNotEmpty()
        .allMatch(request -> request.target().equals(atlas.path(other)));
  }

  private static void assertThatJob(ServerSentEvent<String> event, String status, boolean ended) {
    assertThat(event.event()).isEqualTo("job");
    assertThat(event.data()).contains("\"status\":\"" + status + "\"", "\"ended\":" + ended);
  }
}
