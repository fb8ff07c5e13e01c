package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@ApplicationTest
class ReadTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  @Test
  void readShowsStatusDeliveryTimesAndHash() {
    atlas.put(REF, RestoreJobFixtures.finished());

    read(REF)
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.APPLICATION_JSON)
        .expectBody()
        .json(
            """
            {"id": "5e66cc7d79358e0e35a9c001", "status": "FINISHED", "ended": true, "succeeded": true,
             "created": "2026-03-09T23:11:25Z", "deliveryStatus": "EXPIRED",
             "deliveryExpires": "2026-03-10T00:11:25Z",
             "hashes": [{"type": "SHA1", "value": "3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c"}]}
            """)
        .jsonPath("$.length()")
        .isEqualTo(8);
  }

  @Test
  void readOmitsAbsentValues() {
    atlas.put(REF, RestoreJobFixtures.inProgress());

    read(REF)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"status": "IN_PROGRESS", "ended": false, "succeeded": false, "hashes": []}
            """)
        .jsonPath("$.deliveryStatus")
        .doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"broken,BROKEN,true", "killed,KILLED,true", "unknownValues,REHEARSING,false"})
  void readReturnsAJobThatDidNotSucceed(String fixture, String status, boolean ended) {
    atlas.put(REF, RestoreJobFixtures.all().get(fixture));

    read(REF)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo(status)
        .jsonPath("$.ended")
        .isEqualTo(ended)
        .jsonPath("$.succeeded")
        .isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cluster 0", "a/b", "ü€", "a;b=c", "%2e%2e", "a+b", "a?b#c"})
  void clusterNameMayHoldAnyCharacter(String cluster) {
    RestoreJobRef ref = new RestoreJobRef(REF.groupId(), cluster, REF.jobId());
    atlas.put(ref, RestoreJobFixtures.finished());

    read(ref).expectStatus().isOk();

    assertThat(atlas.requests()).allMatch(request -> request.target().equals(atlas.path(ref)));
  }

  @Test
  void listShowsTheJobsOfTheCluster() {
    atlas.put(REF, RestoreJobFixtures.withAuthHeader());
    atlas.put(RestoreJobFixtures.ref(1), RestoreJobFixtures.inProgress());

    web.get()
        .uri("/restores/{group}/{cluster}", REF.groupId(), REF.cluster())
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .value(
            json ->
                assertThat(json)
                    .startsWith("[{\"id\":")
                    .contains(REF.jobId(), RestoreJobFixtures.ref(1).jobId())
                    .doesNotContain("s3cr3t", "url", "auth"));
  }

  private WebTestClient.ResponseSpec read(RestoreJobRef ref) {
    return web.get()
        .uri("/restores/{group}/{cluster}/{job}", ref.groupId(), ref.cluster(), ref.jobId())
        .exchange();
  }
}
