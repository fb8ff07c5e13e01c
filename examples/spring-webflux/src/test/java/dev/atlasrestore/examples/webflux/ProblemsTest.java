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
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Tests the mapping of failures to problem details. Reads and event streams map them in the same
 * way.
 */
@ApplicationTest
class ProblemsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void unknownJobIsNotFound(String pathSuffix) {
    problem(pathSuffix, 404).jsonPath("$.errorCode").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void rejectedKeyIsABadGateway(String pathSuffix) {
    alwaysRespond(
        Reply.challenge("Digest realm=\"MMS Public API\", nonce=\"other\", qop=\"auth\"")
            .beforeDigest());

    problem(pathSuffix, 502);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void missingPermissionIsABadGateway(String pathSuffix) {
    alwaysRespond(Reply.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "This address is not listed."));

    problem(pathSuffix, 502).jsonPath("$.errorCode").isEqualTo("IP_ADDRESS_NOT_ON_ACCESS_LIST");
  }

  /**
   * The response stops the polls of the whole project for 77 s, so later tests need a new client.
   */
  @Test
  @DirtiesContext
  void tooManyRequestsKeepsRetryAfter() {
    alwaysRespond(
        Reply.error(429, "RATE_LIMITED", "Slow down.").header("Retry-After", "77").beforeDigest());

    get("", REF.jobId())
        .expectStatus()
        .isEqualTo(429)
        .expectHeader()
        .valueEquals(HttpHeaders.RETRY_AFTER, "77");
    assertThat(atlas.requests()).as("the call of 3 s does not wait 77 s for a retry").hasSize(1);
  }

  @Test
  void missingResponseIsAGatewayTimeout() {
    alwaysRespond(Hostile.stall());

    problem("", 504);
  }

  @ParameterizedTest
  @CsvSource({"500,502", "503,503", "402,502"})
  void otherErrorOfTheServiceIsAServerError(int status, int expected) {
    alwaysRespond(Reply.error(status, "SOME_ERROR", "No."));

    problem("", expected);
  }

  @Test
  void undecodableResponseIsABadGateway() {
    alwaysRespond(Reply.json("{\"id\": 1, \"url\": \"s3cr3t\"}"));

    problem("", 502);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void invalidIdIsRejectedWithoutARequest(String pathSuffix) {
    get(pathSuffix, "not-an-id")
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("jobId must be 24 hexadecimal characters");
    assertThat(atlas.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x/Cluster0", "/x/Cluster0/5e66cc7d79358e0e35a9c001/download/events"})
  void invalidIdInAnyPathIsRejected(String path) {
    web.get().uri("/restores" + path).exchange().expectStatus().isBadRequest();
    assertThat(atlas.requests()).isEmpty();
  }

  private void alwaysRespond(Reply reply) {
    atlas.script(REF, Collections.nCopies(20, reply).toArray(Reply[]::new));
  }

  private WebTestClient.BodyContentSpec problem(String pathSuffix, int status) {
    return get(pathSuffix, REF.jobId())
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

  private WebTestClient.ResponseSpec get(String pathSuffix, String job) {
    return web.get()
        .uri("/restores/{group}/{cluster}/{job}" + pathSuffix, REF.groupId(), REF.cluster(), job)
        .exchange();
  }
}
