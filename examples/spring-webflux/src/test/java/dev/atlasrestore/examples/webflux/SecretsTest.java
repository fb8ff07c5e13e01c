package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Checks that no response and no event holds a download link, its credential or the key, for any
 * response of the service. Each secret in the fixtures contains {@code s3cr3t}.
 */
@ApplicationTest
class SecretsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @Autowired private WebTestClient web;
  @Autowired private FakeAtlas atlas;

  static Stream<String> fixtures() {
    return RestoreJobFixtures.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void responsesAndEventsHoldNoLinkAndNoCredential(String fixture) {
    RestoreJob job = RestoreJobFixtures.all().get(fixture);
    atlas.put(REF, job, job, RestoreJobFixtures.withAuthHeader());

    for (String pathSuffix : new String[] {"", "/events"}) {
      assertThat(get(pathSuffix)).contains("\"id\":\"" + REF.jobId() + "\"");
      assertHoldsNoSecret(get(pathSuffix));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events"})
  void problemsHoldNoTextOfTheService(String pathSuffix) {
    Map<String, Reply> replies =
        Map.of(
            "no job",
                Reply.json("{\"delivery\": {\"url\": \"s3cr3t\", \"authValue\": \"s3cr3t\"}}"),
            "redirect", Reply.redirect(302, "https://elsewhere.example.net/a?token=s3cr3t"),
            "no HTTP", Hostile.raw("s3cr3t\r\n\r\n"),
            "login page", Reply.status(200).body("<html>s3cr3t</html>"));
    replies.forEach(
        (name, reply) -> {
          atlas.reset();
          atlas.put(REF, RestoreJobFixtures.withAuthHeader());
          atlas.script(REF, reply, reply, reply, reply);
          assertHoldsNoSecret(get(pathSuffix));
        });
  }

  private String get(String pathSuffix) {
    EntityExchangeResult<String> result =
        web.get()
            .uri(
                "/restores/{group}/{cluster}/{job}" + pathSuffix,
                REF.groupId(),
                REF.cluster(),
                REF.jobId())
            .exchange()
            .expectBody(String.class)
            .returnResult();
    HttpHeaders headers = result.getResponseHeaders();
    return headers + "\n" + result.getResponseBody();
  }

  private void assertHoldsNoSecret(String text) {
    assertThat(text)
        .doesNotContainIgnoringCase("s3cr3t")
        .doesNotContainIgnoringCase("url")
        .doesNotContainIgnoringCase("auth")
        .doesNotContain("https://backup.")
        .doesNotContain("mongodb-backup-token")
        .doesNotContain(atlas.config().key().privateKey());
  }
}
