package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.Product.HTTPD;
import static dev.atlasrestore.verification.servers.Product.JETTY_12_0_16;
import static dev.atlasrestore.verification.servers.Product.JETTY_12_0_39;
import static dev.atlasrestore.verification.servers.Product.TOMCAT;
import static dev.atlasrestore.verification.servers.Product.UNDERTOW;
import static dev.atlasrestore.verification.servers.Product.VERTX_WEB_4_5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.servers.ManualClient.Verdict;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records how each server rejects nonces and nonce counts. The library's reaction to a 401 relies
 * on these rules. A client that infers more from a 401 may lock its user out.
 */
@Timeout(60)
class NonceRulesTest {
  private static final Set<Verdict> OK = Set.of(Verdict.ACCEPTED);
  private static final Set<Verdict> NO = Set.of(Verdict.REJECTED);
  private static final Set<Verdict> NO_STALE_FALSE = Set.of(Verdict.REJECTED_STALE_FALSE);
  private static final Set<Verdict> NO_STALE_TRUE = Set.of(Verdict.REJECTED_STALE_TRUE);

  // The releases of httpd 2.4 differ.
  private static final Set<Verdict> OK_OR_NO = Set.of(Verdict.ACCEPTED, Verdict.REJECTED);
  private static final Set<Verdict> ANY_NO = Set.of(Verdict.REJECTED, Verdict.REJECTED_STALE_TRUE);

  /**
   * The possible verdicts of one server.
   *
   * @param replayed for count 2 after 1 and 2
   * @param outOfOrder for count 2 after 1 and 3; a strict Tomcat rejects 3 and then accepts 2
   * @param gap for count 3 after 1
   * @param unknownNonce for a nonce that the server did not issue
   * @param opaqueMissing for credentials without the {@code opaque} of the challenge
   */
  record Rules(
      Product product,
      ServerSettings settings,
      Set<Verdict> replayed,
      Set<Verdict> outOfOrder,
      Set<Verdict> gap,
      Set<Verdict> unknownNonce,
      Set<Verdict> opaqueMissing) {}

  static Stream<Rules> rules() {
    ServerSettings defaults = ServerSettings.defaults();
    ServerSettings strict = defaults.strictCounts();
    return Stream.of(
        new Rules(JETTY_12_0_16, defaults, NO_STALE_FALSE, OK, OK, NO_STALE_TRUE, OK),
        new Rules(JETTY_12_0_39, defaults, NO_STALE_FALSE, OK, OK, NO_STALE_FALSE, OK),
        new Rules(TOMCAT, defaults, NO, OK, OK, NO, NO),
        new Rules(TOMCAT, strict, NO, OK, NO, NO, NO),
        new Rules(UNDERTOW, defaults, NO_STALE_TRUE, NO_STALE_TRUE, OK, NO_STALE_TRUE, OK),
        new Rules(VERTX_WEB_4_5, defaults, NO, NO, OK, NO, OK),
        new Rules(HTTPD, defaults, OK, OK, OK, NO_STALE_TRUE, OK),
        new Rules(HTTPD, strict, NO, NO, OK_OR_NO, NO_STALE_TRUE, ANY_NO));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void serverKeepsItsNonceRules(Rules rules) {
    try (RealServer server = RealServer.start(rules.product(), rules.settings())) {
      ManualClient client = new ManualClient(server);
      assertThat(afterCounts(client, new int[] {1, 2}, 2)).as("replayed").isIn(rules.replayed());
      assertThat(afterCounts(client, new int[] {1, 3}, 2))
          .as("out of order")
          .isIn(rules.outOfOrder());
      assertThat(afterCounts(client, new int[] {1}, 3)).as("gap").isIn(rules.gap());
      assertThat(client.signed(client.challenge().withUnknownNonce(), 1))
          .as("unknown nonce")
          .isIn(rules.unknownNonce());
      assertThat(client.signed(client.challenge().withoutOpaque(), 1))
          .as("opaque missing")
          .isIn(rules.opaqueMissing());
    }
  }

  private static Verdict afterCounts(ManualClient client, int[] used, int count) {
    Challenge challenge = client.challenge();
    for (int earlier : used) {
      client.signed(challenge, earlier);
    }
    return client.signed(challenge, count);
  }
}
