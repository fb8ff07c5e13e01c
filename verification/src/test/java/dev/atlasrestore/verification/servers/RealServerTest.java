package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.ManualClient.JOB;
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

/** Tests the servers: they support digest, count requests, restart and end. */
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

  /** Returns a shared server, because a start takes half a second. Tests must not change it. */
  private static RealServer running(Product product) {
    RealServer server = RUNNING.computeIfAbsent(product, RealServer::start);
    server.reset();
    return server;
  }

  @AfterAll
  static void closeServers() {
    RUNNING.values().forEach(RealServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void serverSendsAChallengeThenTheJobAndCountsBoth(Product product) {
    RealServer server = running(product);
    ManualClient client = new ManualClient(server);

    HttpResponse<String> unauthorized = client.get(JOB);
    List<Challenge> challenges = Challenge.of(unauthorized);
    assertThat(unauthorized.statusCode()).isEqualTo(401);
    assertThat(challenges)
        .extracting(challenge -> challenge.parameters().getOrDefault("algorithm", "none"))
        .isEqualTo(ALGORITHMS.get(product));
    assertThat(challenges)
        .extracting(challenge -> challenge.parameters().get("realm"))
        .containsOnly(RealServer.REALM);

    for (int i = 0; i < challenges.size(); i++) {
      String authorization = challenges.get(i).credentials(RealServer.PASSWORD, JOB, i + 1);
      HttpResponse<String> response = client.get(JOB, authorization);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"statusName\": \"FINISHED\"");
      assertThat(response.headers().firstValue("Content-Type"))
          .get()
          .asString()
          .startsWith("application/json");
    }
    assertThat(server.counts()).isEqualTo(new ServerCounts(1 + challenges.size(), 1, 1));

    server.reset();
    assertThat(server.counts()).isEqualTo(new ServerCounts(0, 0, 0));
    client.get(JOB);
    new ManualClient(server).get(JOB);
    assertThat(server.counts()).isEqualTo(new ServerCounts(2, 2, 2));
  }

  @ParameterizedTest
  @EnumSource
  void serverRejectsAWrongPassword(Product product) {
    RealServer server = running(product);
    ManualClient client = new ManualClient(server);
    String authorization = client.challenge().credentials("wrong", JOB, 1);
    assertThat(client.get(JOB, authorization).statusCode()).isEqualTo(401);
    assertThat(server.counts()).isEqualTo(new ServerCounts(2, 2, 1));
  }

  @ParameterizedTest
  @EnumSource
  void serverAcceptsAnEncodedTargetUnchanged(Product product) {
    String target = JOB.replace("billing", "a%2Fb%3B;c%20d") + "?pretty=true&envelope=true";
    RealServer server = running(product);
    ManualClient client = new ManualClient(server);
    String authorization = client.challenge().credentials(RealServer.PASSWORD, target, 1);
    assertThat(client.get(target, authorization).statusCode()).isEqualTo(200);
  }

  /** Two servers do not compare the targets, so they cannot detect this error of a client. */
  @ParameterizedTest
  @CsvSource({
    "JETTY_12_0_16, 200",
    "JETTY_12_0_39, 401",
    "TOMCAT,        401",
    "UNDERTOW,      400",
    "VERTX_WEB_4_5, 200",
    "HTTPD,         400"
  })
  void serverChecksTheTargetOfTheSignature(Product product, int status) {
    RealServer server = running(product);
    ManualClient client = new ManualClient(server);
    String authorization = client.challenge().credentials(RealServer.PASSWORD, JOB + "0", 1);
    assertThat(client.get(JOB, authorization).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void restartKeepsThePortAndForgetsTheNonces(Product product) {
    try (RealServer server = RealServer.start(product)) {
      URI before = server.baseUri();
      Challenge challenge = new ManualClient(server).challenge();
      server.restart();
      assertThat(server.baseUri()).isEqualTo(before);
      ManualClient client = new ManualClient(server);
      assertThat(client.signed(challenge, 1)).isNotEqualTo(ManualClient.Verdict.ACCEPTED);
      assertThat(client.signed(client.challenge(), 1)).isEqualTo(ManualClient.Verdict.ACCEPTED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JETTY_12_0_16", "HTTPD"})
  void closedServerHasEnded(Product product) {
    RealServer server = RealServer.start(product);
    server.close();
    assertThatThrownBy(() -> new ManualClient(server).get(JOB))
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void unsupportedSettingPreventsTheStart() {
    ServerSettings unknown = ServerSettings.defaults().nonceCache(2);
    assertThatThrownBy(() -> RealServer.start(Product.JETTY_12_0_16, unknown))
        .hasMessageContaining("This server has no setting nonce-cache");
  }
}
