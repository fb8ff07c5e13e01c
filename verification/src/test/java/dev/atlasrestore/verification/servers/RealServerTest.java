package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.Visitor.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers are what they are taken for: they speak digest, count truly, restart and end. */
@Timeout(60)
class RealServerTest {
  private static final Map<Product, List<String>> ALGORITHMS =
      Map.of(
          Product.JETTY_12_0_16, List.of("MD5"),
          Product.JETTY_12_0_39, List.of("SHA-256"),
          Product.TOMCAT, List.of("SHA-256", "MD5"),
          Product.UNDERTOW, List.of("MD5"),
          Product.VERTX_WEB_4_5, List.of("none"),
          Product.HTTPD, List.of("MD5"));

  private static final Map<Product, RealServer> RUNNING = new EnumMap<>(Product.class);

  /** Returns a server for tests that leave it as it was: starting one takes half a second. */
  private static RealServer running(Product product) {
    RealServer server = RUNNING.computeIfAbsent(product, RealServer::start);
    server.reset();
    return server;
  }

  @AfterAll
  static void closeThem() {
    RUNNING.values().forEach(RealServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void challengesThenAnswersAndCountsBoth(Product product) {
    RealServer server = running(product);
    Visitor visitor = new Visitor(server);

    HttpResponse<String> refused = visitor.get(JOB);
    List<Challenge> challenges = Challenge.of(refused);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(challenges)
        .extracting(challenge -> challenge.parameters().getOrDefault("algorithm", "none"))
        .isEqualTo(ALGORITHMS.get(product));
    assertThat(challenges)
        .extracting(challenge -> challenge.parameters().get("realm"))
        .containsOnly(RealServer.REALM);

    for (int i = 0; i < challenges.size(); i++) {
      String authorization = challenges.get(i).answer(RealServer.PASSWORD, JOB, i + 1);
      HttpResponse<String> answer = visitor.get(JOB, authorization);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"statusName\": \"FINISHED\"");
      assertThat(answer.headers().firstValue("Content-Type"))
          .get()
          .asString()
          .startsWith("application/json");
    }
    assertThat(server.counts()).isEqualTo(new ServerCounts(1 + challenges.size(), 1, 1));

    server.reset();
    assertThat(server.counts()).isEqualTo(new ServerCounts(0, 0, 0));
    visitor.get(JOB);
    new Visitor(server).get(JOB);
    assertThat(server.counts()).isEqualTo(new ServerCounts(2, 2, 2));
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheWrongPassword(Product product) {
    RealServer server = running(product);
    Visitor visitor = new Visitor(server);
    String authorization = visitor.challenge().answer("wrong", JOB, 1);
    assertThat(visitor.get(JOB, authorization).statusCode()).isEqualTo(401);
    assertThat(server.counts()).isEqualTo(new ServerCounts(2, 2, 1));
  }

  @ParameterizedTest
  @EnumSource
  void takesAnEncodedTargetAsItStands(Product product) {
    String target = JOB.replace("billing", "a%2Fb%3B;c%20d") + "?pretty=true&envelope=true";
    RealServer server = running(product);
    Visitor visitor = new Visitor(server);
    String authorization = visitor.challenge().answer(RealServer.PASSWORD, target, 1);
    assertThat(visitor.get(target, authorization).statusCode()).isEqualTo(200);
  }

  /** Two servers never compare, so only the others can show that a client signs what it sends. */
  @ParameterizedTest
  @CsvSource({
    "JETTY_12_0_16, 200",
    "JETTY_12_0_39, 401",
    "TOMCAT,        401",
    "UNDERTOW,      400",
    "VERTX_WEB_4_5, 200",
    "HTTPD,         400"
  })
  void refusesASignatureForAnotherTarget(Product product, int status) {
    RealServer server = running(product);
    Visitor visitor = new Visitor(server);
    String authorization = visitor.challenge().answer(RealServer.PASSWORD, JOB + "0", 1);
    assertThat(visitor.get(JOB, authorization).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void forgetsItsNoncesWhenRestartedOnTheSamePort(Product product) {
    try (RealServer server = RealServer.start(product)) {
      URI before = server.baseUri();
      Challenge challenge = new Visitor(server).challenge();
      server.restart();
      assertThat(server.baseUri()).isEqualTo(before);
      Visitor visitor = new Visitor(server);
      assertThat(visitor.signed(challenge, 1)).isNotEqualTo(Visitor.Verdict.ACCEPTED);
      assertThat(visitor.signed(visitor.challenge(), 1)).isEqualTo(Visitor.Verdict.ACCEPTED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JETTY_12_0_16", "HTTPD"})
  void isGoneWhenClosed(Product product) {
    RealServer server = RealServer.start(product);
    server.close();
    assertThatThrownBy(() -> new Visitor(server).get(JOB))
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void aSettingTheServerDoesNotKnowIsRefused() {
    ServerSettings unknown = ServerSettings.usual().nonceCache(2);
    assertThatThrownBy(() -> RealServer.start(Product.JETTY_12_0_16, unknown))
        .hasMessageContaining("this server has no setting nonce-cache");
  }
}
