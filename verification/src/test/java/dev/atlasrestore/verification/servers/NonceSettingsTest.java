package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.ManualClient.JOB;
import static dev.atlasrestore.verification.servers.ManualClient.Verdict.ACCEPTED;
import static dev.atlasrestore.verification.servers.ManualClient.Verdict.REJECTED_STALE_TRUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.servers.ManualClient.Verdict;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that each nonce setting has its effect on the server. */
@Timeout(60)
class NonceSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "JETTY_12_0_16, 200, REJECTED_STALE_TRUE",
    "JETTY_12_0_39, 200, REJECTED_STALE_TRUE",
    "TOMCAT,        200, REJECTED_STALE_TRUE",
    "UNDERTOW,      200, REJECTED_STALE_TRUE",
    "VERTX_WEB_4_5, 200, REJECTED",
    "HTTPD,        2000, REJECTED_STALE_TRUE"
  })
  void nonceIsRejectedAfterItsLifetime(Product product, long lifetimeMillis, Verdict verdict) {
    Duration lifetime = Duration.ofMillis(lifetimeMillis);
    try (RealServer server =
        RealServer.start(product, ServerSettings.defaults().nonceLifetime(lifetime))) {
      ManualClient client = new ManualClient(server);
      client.challenge(); // The first response of a server is slow: the nonce would be old.
      Challenge challenge = client.challenge();
      assertThat(client.signed(challenge, 1)).isEqualTo(ACCEPTED);
      assertThat(server.staysUp(lifetime)).isTrue();
      assertThat(client.signed(challenge, 2)).isEqualTo(verdict);
      assertThat(client.signed(client.challenge(), 1)).isEqualTo(ACCEPTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY_12_0_16, 3", "JETTY_12_0_39, 3", "UNDERTOW, 4"})
  void nonceIsStaleAfterItsLastCount(Product product, int lastCount) {
    try (RealServer server = RealServer.start(product, ServerSettings.defaults().nonceCount(4))) {
      ManualClient client = new ManualClient(server);
      Challenge challenge = client.challenge();
      for (int count = 1; count <= lastCount; count++) {
        assertThat(client.signed(challenge, count)).isEqualTo(ACCEPTED);
      }
      assertThat(client.signed(challenge, lastCount + 1)).isEqualTo(REJECTED_STALE_TRUE);
    }
  }

  @Test
  void undertowSendsNextnonceWithOneTimeNonces() {
    try (RealServer server =
        RealServer.start(Product.UNDERTOW, ServerSettings.defaults().oneTimeNonces())) {
      ManualClient client = new ManualClient(server);
      Challenge challenge = client.challenge();
      HttpResponse<String> response =
          client.get(JOB, challenge.credentials(RealServer.PASSWORD, JOB, 1));
      assertThat(response.headers().firstValue("Authentication-Info").orElseThrow())
          .contains("nextnonce=\"")
          .doesNotContain(challenge.parameters().get("nonce"));
      assertThat(client.signed(challenge, 2)).isEqualTo(REJECTED_STALE_TRUE);
    }
  }

  @Test
  void httpdAcceptsANonceOnceWithLifetimeZero() {
    try (RealServer server =
        RealServer.start(Product.HTTPD, ServerSettings.defaults().nonceLifetime(Duration.ZERO))) {
      ManualClient client = new ManualClient(server);
      Challenge challenge = client.challenge();
      HttpResponse<String> response =
          client.get(JOB, challenge.credentials(RealServer.PASSWORD, JOB, 1));
      assertThat(response.headers().firstValue("Authentication-Info").orElseThrow())
          .contains("nextnonce=\"")
          .doesNotContain(challenge.parameters().get("nonce"));
      assertThat(client.signed(challenge, 2)).isEqualTo(REJECTED_STALE_TRUE);
    }
  }

  /**
   * httpd keeps one count for all nonces with the same {@code opaque}, and repeats the {@code
   * opaque} when it rejects a request. A use of one such nonce invalidates the others. Only a
   * request without credentials gets a new {@code opaque}.
   */
  @ParameterizedTest
  @CsvSource({"true, REJECTED", "false, REJECTED_STALE_TRUE"})
  void httpdNoncesWithTheSameOpaqueInvalidateEachOther(boolean strict, Verdict verdict) {
    ServerSettings defaults = ServerSettings.defaults();
    ServerSettings settings =
        strict ? defaults.strictCounts() : defaults.nonceLifetime(Duration.ZERO);
    try (RealServer server = RealServer.start(Product.HTTPD, settings)) {
      ManualClient client = new ManualClient(server);
      Challenge used = client.challenge();
      assertThat(client.signed(used, 1)).isEqualTo(ACCEPTED);
      String rejected = used.credentials(RealServer.PASSWORD, JOB, 1);
      Challenge one = Challenge.of(client.get(JOB, rejected)).get(0);
      Challenge other = Challenge.of(client.get(JOB, rejected)).get(0);
      assertThat(one.parameters().get("opaque")).isEqualTo(other.parameters().get("opaque"));
      assertThat(client.signed(other, 1)).isEqualTo(ACCEPTED);
      assertThat(client.signed(one, 1)).isEqualTo(verdict);

      Challenge fresh = client.challenge();
      assertThat(fresh.parameters().get("opaque")).isNotEqualTo(one.parameters().get("opaque"));
      assertThat(client.signed(fresh, 1)).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void httpdSendsItsProtectionSpace() {
    try (RealServer server =
        RealServer.start(Product.HTTPD, ServerSettings.defaults().domain("/api"))) {
      assertThat(new ManualClient(server).challenge().parameters()).containsEntry("domain", "/api");
    }
  }

  @Test
  void tomcatForgetsItsOldestNonces() {
    try (RealServer server =
        RealServer.start(Product.TOMCAT, ServerSettings.defaults().nonceCache(2))) {
      ManualClient client = new ManualClient(server);
      Challenge first = client.challenge();
      assertThat(client.signed(first, 1)).isEqualTo(ACCEPTED);
      client.challenge();
      client.challenge();
      assertThat(client.signed(first, 2)).isEqualTo(REJECTED_STALE_TRUE);
    }
  }
}
