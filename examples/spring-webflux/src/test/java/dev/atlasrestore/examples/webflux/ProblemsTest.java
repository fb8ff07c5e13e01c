package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the service says, and what this application makes of it: the same for both of its ways. */
@ApplicationTest
class ProblemsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void anUnknownJobIsNotFound(String way) {
    problem(way, 404).jsonPath("$.errorCode").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void aRefusedKeyIsUnauthorized(String way) {
    alwaysAnswers(
        Reply.challenge("Digest realm=\"MMS Public API\", nonce=\"other\", qop=\"auth\""));

    problem(way, 401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void aMissingPermissionIsForbidden(String way) {
    alwaysAnswers(Reply.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "This address is not listed."));

    problem(way, 403).jsonPath("$.errorCode").isEqualTo("IP_ADDRESS_NOT_ON_ACCESS_LIST");
  }

  @Test
  void tooManyRequestsSayWhenToComeAgain() {
    alwaysAnswers(Reply.error(429, "RATE_LIMITED", "Slow down.").header("Retry-After", "77"));

    get("", REF.jobId())
        .expectStatus()
        .isEqualTo(429)
        .expectHeader()
        .valueEquals(HttpHeaders.RETRY_AFTER, "77");
    assertThat(atlas.requests()).as("77 s do not fit into the 3 s of a call").hasSize(1);
  }

  @Test
  void aServiceThatDoesNotAnswerIsAGatewayTimeout() {
    alwaysAnswers(Hostile.stall());

    problem("", 504);
  }

  @ParameterizedTest
  @CsvSource({"500,502", "503,503", "402,502"})
  void anotherRefusalOfTheServiceIsItsOwn(int status, int shown) {
    alwaysAnswers(Reply.error(status, "SOME_ERROR", "No."));

    problem("", shown);
  }

  @Test
  void whatIsNoRestoreJobIsABadGateway() {
    alwaysAnswers(Reply.json("{\"id\": 1, \"url\": \"s3cr3t\"}"));

    problem("", 502);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void badIdsAreRefusedBeforeAnythingIsSent(String way) {
    get(way, "not-an-id")
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("jobId must be 24 hexadecimal characters");
    assertThat(atlas.requests()).isEmpty();
  }

  private void alwaysAnswers(Reply reply) {
    atlas.script(REF, Collections.nCopies(20, reply).toArray(Reply[]::new));
  }

  private WebTestClient.BodyContentSpec problem(String way, int status) {
    return get(way, REF.jobId())
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo(status)
        .jsonPath("$.detail")
        .isNotEmpty();
  }

  private WebTestClient.ResponseSpec get(String way, String job) {
    return web.get()
        .uri("/restores/{group}/{cluster}/{job}" + way, REF.groupId(), REF.cluster(), job)
        .exchange();
  }
}
