package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.Product.HTTPD;
import static dev.atlasrestore.verification.servers.Product.JETTY_12_0_16;
import static dev.atlasrestore.verification.servers.Product.JETTY_12_0_39;
import static dev.atlasrestore.verification.servers.Product.TOMCAT;
import static dev.atlasrestore.verification.servers.Product.UNDERTOW;
import static dev.atlasrestore.verification.servers.Product.VERTX_WEB_4_5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.servers.Visitor.Verdict;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each server says to a count or a nonce it does not like. A client that reads more into a 401
 * than these servers put there locks its user out; this table is what ours is built for.
 */
@Timeout(60)
class NonceRulesTest {
  private static final Set<Verdict> OK = Set.of(Verdict.ACCEPTED);
  private static final Set<Verdict> NO = Set.of(Verdict.REFUSED);
  private static final Set<Verdict> NO_STALE_FALSE = Set.of(Verdict.REFUSED_STALE_FALSE);
  private static final Set<Verdict> NO_STALE_TRUE = Set.of(Verdict.REFUSED_STALE_TRUE);

  // httpd changed its mind within 2.4
  private static final Set<Verdict> OK_OR_NO = Set.of(Verdict.ACCEPTED, Verdict.REFUSED);
  private static final Set<Verdict> ANY_NO = Set.of(Verdict.REFUSED, Verdict.REFUSED_STALE_TRUE);

  /**
   * Verdicts of one server.
   *
   * @param replayed on count 2 after 1 and 2
   * @param outOfOrder on count 2 after 1 and 3; a strict Tomcat refuses the 3 and takes the 2 then
   * @param gap on count 3 after 1
   * @param unknownNonce on a nonce the server never made
   * @param opaqueMissing on an answer that leaves the {@code opaque} out
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
    ServerSettings usual = ServerSettings.usual();
    ServerSettings strict = usual.strictCounts();
    return Stream.of(
        new Rules(JETTY_12_0_16, usual, NO_STALE_FALSE, OK, OK, NO_STALE_TRUE, OK),
        new Rules(JETTY_12_0_39, usual, NO_STALE_FALSE, OK, OK, NO_STALE_FALSE, OK),
        new Rules(TOMCAT, usual, NO, OK, OK, NO, NO),
        new Rules(TOMCAT, strict, NO, OK, NO, NO, NO),
        new Rules(UNDERTOW, usual, NO_STALE_TRUE, NO_STALE_TRUE, OK, NO_STALE_TRUE, OK),
        new Rules(VERTX_WEB_4_5, usual, NO, NO, OK, NO, OK),
        new Rules(HTTPD, usual, OK, OK, OK, NO_STALE_TRUE, OK),
        new Rules(HTTPD, strict, NO, NO, OK_OR_NO, NO_STALE_TRUE, ANY_NO));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theServerKeepsItsRules(Rules rules) {
    try (RealServer server = RealServer.start(rules.product(), rules.settings())) {
      Visitor visitor = new Visitor(server);
      assertThat(afterCounts(visitor, new int[] {1, 2}, 2)).as("replayed").isIn(rules.replayed());
      assertThat(afterCounts(visitor, new int[] {1, 3}, 2))
          .as("out of order")
          .isIn(rules.outOfOrder());
      assertThat(afterCounts(visitor, new int[] {1}, 3)).as("gap").isIn(rules.gap());
      assertThat(visitor.signed(visitor.challenge().withUnknownNonce(), 1))
          .as("unknown nonce")
          .isIn(rules.unknownNonce());
      assertThat(visitor.signed(visitor.challenge().withoutOpaque(), 1))
          .as("opaque missing")
          .isIn(rules.opaqueMissing());
    }
  }

  private static Verdict afterCounts(Visitor visitor, int[] used, int count) {
    Challenge challenge = visitor.challenge();
    for (int earlier : used) {
      visitor.signed(challenge, earlier);
    }
    return visitor.signed(challenge, count);
  }
}
