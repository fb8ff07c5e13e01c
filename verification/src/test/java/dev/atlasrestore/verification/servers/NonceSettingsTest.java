package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.Visitor.JOB;
import static dev.atlasrestore.verification.servers.Visitor.Verdict.ACCEPTED;
import static dev.atlasrestore.verification.servers.Visitor.Verdict.REFUSED_STALE_TRUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.servers.Visitor.Verdict;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short-lived, scarce and one-time nonces: each setting does what its name says. */
@Timeout(60)
class NonceSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "JETTY_12_0_16, 200, REFUSED_STALE_TRUE",
    "JETTY_12_0_39, 200, REFUSED_STALE_TRUE",
    "TOMCAT,        200, REFUSED_STALE_TRUE",
    "UNDERTOW,      200, REFUSED_STALE_TRUE",
    "VERTX_WEB_4_5, 200, REFUSED",
    "HTTPD,        2000, REFUSED_STALE_TRUE"
  })
  void aNonceIsRefusedOnceItsLifeIsOver(Product product, long lifeMillis, Verdict verdict) {
    Duration life = Duration.ofMillis(lifeMillis);
    try (RealServer server = RealServer.start(product, ServerSettings.usual().nonceLife(life))) {
      Visitor visitor = new Visitor(server);
      visitor.challenge(); // the first request of a server is slow, and this one shall be young
      Challenge challenge = visitor.challenge();
      assertThat(visitor.signed(challenge, 1)).isEqualTo(ACCEPTED);
      assertThat(server.staysUp(life)).isTrue();
      assertThat(visitor.signed(challenge, 2)).isEqualTo(verdict);
      assertThat(visitor.signed(visitor.challenge(), 1)).isEqualTo(ACCEPTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY_12_0_16, 3", "JETTY_12_0_39, 3", "UNDERTOW, 4"})
  void aNonceIsStaleAfterItsLastCount(Product product, int lastCount) {
    try (RealServer server = RealServer.start(product, ServerSettings.usual().nonceCount(4))) {
      Visitor visitor = new Visitor(server);
      Challenge challenge = visitor.challenge();
      for (int count = 1; count <= lastCount; count++) {
        assertThat(visitor.signed(challenge, count)).isEqualTo(ACCEPTED);
      }
      assertThat(visitor.signed(challenge, lastCount + 1)).isEqualTo(REFUSED_STALE_TRUE);
    }
  }

  @Test
  void undertowAnnouncesTheNextOfItsOneTimeNonces() {
    try (RealServer server =
        RealServer.start(Product.UNDERTOW, ServerSettings.usual().oneTimeNonces())) {
      Visitor visitor = new Visitor(server);
      Challenge challenge = visitor.challenge();
      HttpResponse<String> answer = visitor.get(JOB, challenge.answer(RealServer.PASSWORD, JOB, 1));
      assertThat(answer.headers().firstValue("Authentication-Info").orElseThrow())
          .contains("nextnonce=\"")
          .doesNotContain(challenge.parameters().get("nonce"));
      assertThat(visitor.signed(challenge, 2)).isEqualTo(REFUSED_STALE_TRUE);
    }
  }

  @Test
  void httpdsNoncesServeOnceWhenTheirLifeIsZero() {
    try (RealServer server =
        RealServer.start(Product.HTTPD, ServerSettings.usual().nonceLife(Duration.ZERO))) {
      Visitor visitor = new Visitor(server);
      Challenge challenge = visitor.challenge();
      HttpResponse<String> answer = visitor.get(JOB, challenge.answer(RealServer.PASSWORD, JOB, 1));
      assertThat(answer.headers().firstValue("Authentication-Info").orElseThrow())
          .contains("nextnonce=\"")
          .doesNotContain(challenge.parameters().get("nonce"));
      assertThat(visitor.signed(challenge, 2)).isEqualTo(REFUSED_STALE_TRUE);
    }
  }

  /**
   * httpd keeps one count for an {@code opaque}, whatever the nonce, and repeats the {@code opaque}
   * when it refuses: nonces got that way spoil each other, and only an unsigned request starts
   * anew.
   */
  @ParameterizedTest
  @CsvSource({"true, REFUSED", "false, REFUSED_STALE_TRUE"})
  void httpdsNoncesOfOneOpaqueSpoilEachOther(boolean strict, Verdict verdict) {
    ServerSettings usual = ServerSettings.usual();
    ServerSettings settings = strict ? usual.strictCounts() : usual.nonceLife(Duration.ZERO);
    try (RealServer server = RealServer.start(Product.HTTPD, settings)) {
      Visitor visitor = new Visitor(server);
      Challenge spent = visitor.challenge();
      assertThat(visitor.signed(spent, 1)).isEqualTo(ACCEPTED);
      String again = spent.answer(RealServer.PASSWORD, JOB, 1);
      Challenge one = Challenge.of(visitor.get(JOB, again)).get(0);
      Challenge other = Challenge.of(visitor.get(JOB, again)).get(0);
      assertThat(one.parameters().get("opaque")).isEqualTo(other.parameters().get("opaque"));
      assertThat(visitor.signed(other, 1)).isEqualTo(ACCEPTED);
      assertThat(visitor.signed(one, 1)).isEqualTo(verdict);

      Challenge anew = visitor.challenge();
      assertThat(anew.parameters().get("opaque")).isNotEqualTo(one.parameters().get("opaque"));
      assertThat(visitor.signed(anew, 1)).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void httpdNamesItsProtectionSpace() {
    try (RealServer server =
        RealServer.start(Product.HTTPD, ServerSettings.usual().domain("/api"))) {
      assertThat(new Visitor(server).challenge().parameters()).containsEntry("domain", "/api");
    }
  }

  @Test
  void tomcatForgetsAllButTheYoungestOfItsNonces() {
    try (RealServer server =
        RealServer.start(Product.TOMCAT, ServerSettings.usual().nonceCache(2))) {
      Visitor visitor = new Visitor(server);
      Challenge first = visitor.challenge();
      assertThat(visitor.signed(first, 1)).isEqualTo(ACCEPTED);
      visitor.challenge();
      visitor.challenge();
      assertThat(visitor.signed(first, 2)).isEqualTo(REFUSED_STALE_TRUE);
    }
  }
}
