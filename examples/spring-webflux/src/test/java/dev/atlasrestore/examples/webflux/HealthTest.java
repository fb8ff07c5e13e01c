package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The health endpoint shows how the last call ended. */
@ApplicationTest
class HealthTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @Test
  void healthFollowsTheLastCall() {
    atlas.put(REF, RestoreJobFixtures.finished());
    read().isOk();
    assertHealth("UP");

    atlas.script(REF, Reply.error(403, "FORBIDDEN", "No."));
    read().isEqualTo(502);
    assertHealth("DOWN");

    read().isOk();
    assertHealth("UP");
  }

  private StatusAssertions read() {
    return web.get()
        .uri("/restores/{group}/{cluster}/{job}", REF.groupId(), REF.cluster(), REF.jobId())
        .exchange()
        .expectStatus();
  }

  private void assertHealth(String status) {
    web.get()
        .uri("/actuator/health")
        .exchange()
        .expectBody()
        .jsonPath("$.components.atlasRestore.status")
        .isEqualTo(status);
  }
}
