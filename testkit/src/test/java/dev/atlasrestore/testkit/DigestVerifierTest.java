package dev.atlasrestore.testkit;

import static dev.atlasrestore.testkit.ChallengeShape.MD5;
import static dev.atlasrestore.testkit.ChallengeShape.SHA_256;
import static dev.atlasrestore.testkit.ChallengeShape.SHA_256_USERHASH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.DigestVerifier.Accepted;
import dev.atlasrestore.testkit.DigestVerifier.Challenged;
import dev.atlasrestore.testkit.DigestVerifier.Malformed;
import dev.atlasrestore.testkit.DigestVerifier.Result;
import dev.atlasrestore.testkit.internal.DigestCalculator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestVerifierTest {

  private static final ApiKey KEY = new ApiKey("pubkey", "private-key-1234");
  private static final String TARGET = "/a/b%2Fc?d=e";

  private Instant now = Instant.parse("2026-03-09T23:11:25Z");

  private DigestVerifier verifier(DigestRules rules) {
    return new DigestVerifier(KEY, rules, () -> now);
  }

  private static Result check(DigestVerifier verifier, String... authorizations) {
    return verifier.check("GET", TARGET, List.of(authorizations));
  }

  private static String challenge(Result result) {
    assertThat(result).isInstanceOf(Challenged.class);
    return ((Challenged) result).challenge();
  }

  private static DigestClient client(DigestVerifier verifier, ChallengeShape shape) {
    return new DigestClient(shape).accept(challenge(check(verifier)));
  }

  @Test
  void challengeHasTheFormOfAtlas() {
    assertThat(challenge(check(verifier(DigestRules.of(MD5)))))
        .matches(
            Pattern.quote("Digest realm=\"MMS Public API\", domain=\"\", nonce=\"")
                + "[A-Za-z0-9+/]{32}"
                + Pattern.quote("\", algorithm=MD5, qop=\"auth\", stale=false"));
  }

  @Test
  void sha256ChallengeHasTheFormOfNewerServers() {
    assertThat(challenge(check(verifier(DigestRules.of(SHA_256)))))
        .contains("realm=\"MMS Public API\"", "opaque=\"", "algorithm=SHA-256", "qop=\"auth\"")
        .contains("stale=false", "charset=UTF-8", "userhash=false");
    assertThat(challenge(check(verifier(DigestRules.of(SHA_256_USERHASH)))))
        .contains("userhash=true");
  }

  @ParameterizedTest
  @EnumSource
  void rightCredentialsAreAccepted(ChallengeShape shape) {
    DigestVerifier verifier = verifier(DigestRules.of(shape));
    DigestClient client = client(verifier, shape);
    for (int i = 0; i < 20; i++) {
      assertThat(check(verifier, client.authorization(TARGET)))
          .isEqualTo(new Accepted(Optional.empty()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyGetsAPlainChallenge(ChallengeShape shape) {
    DigestVerifier verifier = verifier(DigestRules.of(shape));
    DigestClient wrong = client(verifier, shape).withKey("pubkey", "guess");
    assertThat(challenge(check(verifier, wrong.authorization(TARGET)))).contains("stale=false");
    DigestClient otherUser = client(verifier, shape).withKey("other", "private-key-1234");
    assertThat(challenge(check(verifier, otherUser.authorization(TARGET)))).contains("stale=false");
  }

  @Test
  void wrongKeyWithAnExpiredNonceGetsAPlainChallenge() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    DigestClient wrong = client(verifier, MD5).withKey("pubkey", "guess");
    verifier.forgetNonces();
    assertThat(challenge(check(verifier, wrong.authorization(TARGET)))).contains("stale=false");
  }

  @Test
  void otherSchemesGetAChallenge() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    assertThat(check(verifier, "Basic cHVia2V5OnByaXZhdGUta2V5LTEyMzQ="))
        .isInstanceOf(Challenged.class);
    assertThat(check(verifier, "DigestX a=b")).isInstanceOf(Challenged.class);
  }

  @Test
  void severalAuthorizationFieldsAreMalformed() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    String good = client(verifier, MD5).authorization(TARGET);
    assertThat(check(verifier, good, good)).isInstanceOf(Malformed.class);
    assertThat(check(verifier, good + ", " + good)).isInstanceOf(Malformed.class);
    assertThat(check(verifier, good)).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "uri       | \"/a/b/c?d=e\"     | uri is not that of the request",
        "uri       | \"/a/b%2fc?d=e\"   | uri is not that of the request",
        "uri       | \"/a/b%2Fc\"       | uri is not that of the request",
        "realm     | \"mms public api\" | realm is not that of the challenge",
        "algorithm | SHA-256            | algorithm is not that of the challenge",
        "algorithm | ``                 | algorithm is missing",
        "opaque    | \"x\"              | opaque is not part of the challenge",
        "qop       | auth-int           | qop is not that of the challenge",
        "qop       | ``                 | qop is missing",
        "nc        | 1                  | nc is not 8 lower-case",
        "nc        | 0000000A           | nc is not 8 lower-case",
        "nc        | ``                 | nc is missing",
        "cnonce    | ``                 | cnonce is missing",
        "cnonce    | \"\"               | cnonce is empty",
        "nonce     | ``                 | nonce is missing",
        "response  | ``                 | response is missing",
        "username  | ``                 | username is missing",
        "userhash  | true               | userhash is not that of the challenge",
        "username* | UTF-8''pubkey      | username* is allowed only with charset",
      })
  void wrongParameterIsMalformed(String parameter, String value, String reason) {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    Result result =
        check(
            verifier, client(verifier, MD5).withParameter(parameter, value).authorization(TARGET));
    assertThat(result).isInstanceOf(Malformed.class);
    assertThat(((Malformed) result).reason()).contains(reason);
  }

  @Test
  void credentialsAreBoundToMethodAndTarget() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    String signed = client(verifier, MD5).authorization(TARGET);
    assertThat(verifier.check("POST", TARGET, List.of(signed))).isInstanceOf(Challenged.class);
    assertThat(verifier.check("GET", "/other", List.of(signed))).isInstanceOf(Malformed.class);
    assertThat(verifier.check("GET", TARGET, List.of(signed))).isInstanceOf(Accepted.class);
  }

  @Test
  void opaqueMustRepeatTheChallenge() {
    DigestVerifier verifier = verifier(DigestRules.of(SHA_256));
    assertThat(
            check(
                verifier,
                client(verifier, SHA_256).withParameter("opaque", "").authorization(TARGET)))
        .isEqualTo(new Malformed("opaque is missing"));
    assertThat(
            check(
                verifier,
                client(verifier, SHA_256).withParameter("opaque", "\"x\"").authorization(TARGET)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void nonAsciiUserNameMustBeExtendedOrHashed() {
    ApiKey key = new ApiKey("schlüssel", "geheim-ß");
    for (ChallengeShape shape : List.of(SHA_256, SHA_256_USERHASH)) {
      DigestVerifier verifier = new DigestVerifier(key, DigestRules.of(shape), () -> now);
      DigestClient client = client(verifier, shape).withKey("schlüssel", "geheim-ß");
      if (shape == SHA_256) {
        assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Challenged.class);
        client.withParameter("username", "").withParameter("username*", "UTF-8''schl%c3%bcssel");
      }
      assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void eachCountIsAcceptedOnce() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    DigestClient client = client(verifier, MD5);
    assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Accepted.class);
    assertThat(challenge(check(verifier, client.withCount(1).authorization(TARGET))))
        .contains("stale=false");
    assertThat(check(verifier, client.withCount(7).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
    assertThat(check(verifier, client.withCount(3).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
    assertThat(check(verifier, client.withCount(7).authorization(TARGET)))
        .isInstanceOf(Challenged.class);
  }

  @Test
  void rejectedRequestUsesNoCount() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    DigestClient client = client(verifier, MD5);
    check(verifier, client.withKey("pubkey", "guess").withCount(1).authorization(TARGET));
    String good = client.withKey("pubkey", "private-key-1234").withCount(1).authorization(TARGET);
    assertThat(check(verifier, good)).isInstanceOf(Accepted.class);
  }

  @Test
  void strictCountsMustComeInOrder() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5).withStrictCounts());
    DigestClient client = client(verifier, MD5);
    assertThat(challenge(check(verifier, client.withCount(2).authorization(TARGET))))
        .contains("stale=false");
    assertThat(check(verifier, client.withCount(1).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
    assertThat(check(verifier, client.withCount(2).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
    assertThat(check(verifier, client.withCount(4).authorization(TARGET)))
        .isInstanceOf(Challenged.class);
    assertThat(check(verifier, client.withCount(3).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void nonceExpiresAfterItsLifetime() {
    DigestVerifier verifier =
        verifier(DigestRules.of(MD5).withNonceLifetime(Duration.ofSeconds(60)));
    DigestClient client = client(verifier, MD5);
    now = now.plusSeconds(59);
    assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Accepted.class);
    now = now.plusSeconds(1);
    String next = challenge(check(verifier, client.authorization(TARGET)));
    assertThat(next).contains("stale=true");
    assertThat(check(verifier, client.accept(next).authorization(TARGET)))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void nonceExpiresAfterItsUses() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5).withNonceUses(2));
    DigestClient client = client(verifier, MD5);
    assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Accepted.class);
    assertThat(check(verifier, client.authorization(TARGET))).isInstanceOf(Accepted.class);
    assertThat(challenge(check(verifier, client.authorization(TARGET)))).contains("stale=true");
  }

  @Test
  void unknownNonceIsStaleUnlessTheRulesSayOtherwise() {
    DigestVerifier withStale = verifier(DigestRules.of(MD5));
    DigestClient client = client(withStale, MD5).withNonce("dGhpcyBub25jZSBpcyB1bmtub3du");
    assertThat(challenge(check(withStale, client.authorization(TARGET)))).contains("stale=true");
    DigestVerifier withoutStale = verifier(DigestRules.of(MD5).withoutStale());
    assertThat(challenge(check(withoutStale, client.authorization(TARGET))))
        .contains("stale=false");
  }

  @Test
  void forgottenNonceIsStale() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5));
    DigestClient client = client(verifier, MD5);
    verifier.forgetNonces();
    assertThat(challenge(check(verifier, client.authorization(TARGET)))).contains("stale=true");
  }

  @Test
  void freshNextNonceIsAccepted() {
    DigestVerifier verifier = verifier(DigestRules.of(MD5).withNonceUses(1).withNextNonce());
    DigestClient client = client(verifier, MD5);
    for (int i = 0; i < 5; i++) {
      String info = info(check(verifier, client.authorization(TARGET)));
      assertThat(info).endsWith(", qop=auth").doesNotContain("rspauth", client.nonce());
      client.withNonce(info.replaceFirst(".*nextnonce=\"([^\"]+)\".*", "$1"));
    }
  }

  @Test
  void nextNonceMayBeTheCurrentOne() {
    DigestVerifier verifier =
        verifier(DigestRules.of(MD5).withNextNonce(DigestRules.NextNonce.CURRENT));
    DigestClient client = client(verifier, MD5);
    assertThat(info(check(verifier, client.authorization(TARGET))))
        .contains("nextnonce=\"" + client.nonce() + "\"");
  }

  @Test
  void rspauthIsRightOrWrong() {
    DigestVerifier right = verifier(DigestRules.of(MD5).withRspauth(DigestRules.Rspauth.RIGHT));
    DigestClient client = client(right, MD5);
    String rspauth =
        new DigestCalculator("MD5", "pubkey", "MMS Public API", "private-key-1234")
            .rspauth(TARGET, client.nonce(), "00000001", "0a4f113b");
    assertThat(info(check(right, client.authorization(TARGET))))
        .isEqualTo("rspauth=\"" + rspauth + "\", cnonce=\"0a4f113b\", nc=00000001, qop=auth");
    DigestVerifier wrong = verifier(DigestRules.of(MD5).withRspauth(DigestRules.Rspauth.WRONG));
    assertThat(info(check(wrong, client(wrong, MD5).authorization(TARGET))))
        .contains("rspauth=\"")
        .doesNotContain(rspauth);
  }

  private static String info(Result result) {
    assertThat(result).isInstanceOf(Accepted.class);
    return ((Accepted) result).authenticationInfo().orElseThrow();
  }
}
