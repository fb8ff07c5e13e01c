package dev.atlasrestore.testkit;

import static dev.atlasrestore.testkit.ChallengeShape.MD5;
import static dev.atlasrestore.testkit.ChallengeShape.SHA_256;
import static dev.atlasrestore.testkit.ChallengeShape.SHA_256_USERHASH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.DigestGate.Challenged;
import dev.atlasrestore.testkit.DigestGate.Granted;
import dev.atlasrestore.testkit.DigestGate.Malformed;
import dev.atlasrestore.testkit.DigestGate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestGateTest {

  private static final ApiKey KEY = new ApiKey("pubkey", "private-key-1234");
  private static final String TARGET = "/a/b%2Fc?d=e";

  private Instant now = Instant.parse("2026-03-09T23:11:25Z");

  private DigestGate gate(DigestRules rules) {
    return new DigestGate(KEY, rules, () -> now);
  }

  private static Verdict check(DigestGate gate, String... authorizations) {
    return gate.check("GET", TARGET, List.of(authorizations));
  }

  private static String challenge(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Challenged.class);
    return ((Challenged) verdict).challenge();
  }

  private static Signer signer(DigestGate gate, ChallengeShape shape) {
    return new Signer(shape).challenged(challenge(check(gate)));
  }

  @Test
  void theShapeOfAtlas() {
    assertThat(challenge(check(gate(DigestRules.of(MD5)))))
        .matches(
            Pattern.quote("Digest realm=\"MMS Public API\", domain=\"\", nonce=\"")
                + "[A-Za-z0-9+/]{32}"
                + Pattern.quote("\", algorithm=MD5, qop=\"auth\", stale=false"));
  }

  @Test
  void theShapeOfNewerServers() {
    assertThat(challenge(check(gate(DigestRules.of(SHA_256)))))
        .contains("realm=\"MMS Public API\"", "opaque=\"", "algorithm=SHA-256", "qop=\"auth\"")
        .contains("stale=false", "charset=UTF-8", "userhash=false");
    assertThat(challenge(check(gate(DigestRules.of(SHA_256_USERHASH))))).contains("userhash=true");
  }

  @ParameterizedTest
  @EnumSource
  void goodCredentialsAreGranted(ChallengeShape shape) {
    DigestGate gate = gate(DigestRules.of(shape));
    Signer signer = signer(gate, shape);
    for (int i = 0; i < 20; i++) {
      assertThat(check(gate, signer.sign(TARGET))).isEqualTo(new Granted(Optional.empty()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongKeyIsChallengedPlainly(ChallengeShape shape) {
    DigestGate gate = gate(DigestRules.of(shape));
    Signer wrong = signer(gate, shape).as("pubkey", "guess");
    assertThat(challenge(check(gate, wrong.sign(TARGET)))).contains("stale=false");
    Signer stranger = signer(gate, shape).as("somebody", "private-key-1234");
    assertThat(challenge(check(gate, stranger.sign(TARGET)))).contains("stale=false");
  }

  @Test
  void aWrongKeyIsNotToldThatItsNonceIsStale() {
    DigestGate gate = gate(DigestRules.of(MD5));
    Signer wrong = signer(gate, MD5).as("pubkey", "guess");
    gate.forgetNonces();
    assertThat(challenge(check(gate, wrong.sign(TARGET)))).contains("stale=false");
  }

  @Test
  void otherSchemesAreChallenged() {
    DigestGate gate = gate(DigestRules.of(MD5));
    assertThat(check(gate, "Basic cHVia2V5OnByaXZhdGUta2V5LTEyMzQ="))
        .isInstanceOf(Challenged.class);
    assertThat(check(gate, "DigestX a=b")).isInstanceOf(Challenged.class);
  }

  @Test
  void severalFieldsAreRefused() {
    DigestGate gate = gate(DigestRules.of(MD5));
    String good = signer(gate, MD5).sign(TARGET);
    assertThat(check(gate, good, good)).isInstanceOf(Malformed.class);
    assertThat(check(gate, good + ", " + good)).isInstanceOf(Malformed.class);
    assertThat(check(gate, good)).isInstanceOf(Granted.class);
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
        "opaque    | \"x\"              | opaque was never sent",
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
        "userhash  | true               | userhash is not as offered",
        "username* | UTF-8''pubkey      | username* must stand alone",
      })
  void whatNoClientShouldSendIsMalformed(String parameter, String value, String why) {
    DigestGate gate = gate(DigestRules.of(MD5));
    Verdict verdict = check(gate, signer(gate, MD5).with(parameter, value).sign(TARGET));
    assertThat(verdict).isInstanceOf(Malformed.class);
    assertThat(((Malformed) verdict).why()).contains(why);
  }

  @Test
  void theMethodAndTheTargetAreSigned() {
    DigestGate gate = gate(DigestRules.of(MD5));
    String signed = signer(gate, MD5).sign(TARGET);
    assertThat(gate.check("POST", TARGET, List.of(signed))).isInstanceOf(Challenged.class);
    assertThat(gate.check("GET", "/other", List.of(signed))).isInstanceOf(Malformed.class);
    assertThat(gate.check("GET", TARGET, List.of(signed))).isInstanceOf(Granted.class);
  }

  @Test
  void opaqueComesBackWhereItWasSent() {
    DigestGate gate = gate(DigestRules.of(SHA_256));
    assertThat(check(gate, signer(gate, SHA_256).with("opaque", "").sign(TARGET)))
        .isEqualTo(new Malformed("opaque is missing"));
    assertThat(check(gate, signer(gate, SHA_256).with("opaque", "\"x\"").sign(TARGET)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void aNameBeyondAsciiComesExtendedOrHashed() {
    ApiKey key = new ApiKey("schlüssel", "geheim-ß");
    for (ChallengeShape shape : List.of(SHA_256, SHA_256_USERHASH)) {
      DigestGate gate = new DigestGate(key, DigestRules.of(shape), () -> now);
      Signer signer = signer(gate, shape).as("schlüssel", "geheim-ß");
      if (shape == SHA_256) {
        assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Challenged.class);
        signer.with("username", "").with("username*", "UTF-8''schl%c3%bcssel");
      }
      assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aCountIsGoodOnce() {
    DigestGate gate = gate(DigestRules.of(MD5));
    Signer signer = signer(gate, MD5);
    assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(challenge(check(gate, signer.withCount(1).sign(TARGET)))).contains("stale=false");
    assertThat(check(gate, signer.withCount(7).sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(check(gate, signer.withCount(3).sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(check(gate, signer.withCount(7).sign(TARGET))).isInstanceOf(Challenged.class);
  }

  @Test
  void aRefusedRequestUsesNoCount() {
    DigestGate gate = gate(DigestRules.of(MD5));
    Signer signer = signer(gate, MD5);
    check(gate, signer.as("pubkey", "guess").withCount(1).sign(TARGET));
    String good = signer.as("pubkey", "private-key-1234").withCount(1).sign(TARGET);
    assertThat(check(gate, good)).isInstanceOf(Granted.class);
  }

  @Test
  void strictCountsComeInOrder() {
    DigestGate gate = gate(DigestRules.of(MD5).withStrictCounts());
    Signer signer = signer(gate, MD5);
    assertThat(challenge(check(gate, signer.withCount(2).sign(TARGET)))).contains("stale=false");
    assertThat(check(gate, signer.withCount(1).sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(check(gate, signer.withCount(2).sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(check(gate, signer.withCount(4).sign(TARGET))).isInstanceOf(Challenged.class);
    assertThat(check(gate, signer.withCount(3).sign(TARGET))).isInstanceOf(Granted.class);
  }

  @Test
  void noncesLiveAsLongAsTheyMay() {
    DigestGate gate = gate(DigestRules.of(MD5).withNonceLifetime(Duration.ofSeconds(60)));
    Signer signer = signer(gate, MD5);
    now = now.plusSeconds(59);
    assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Granted.class);
    now = now.plusSeconds(1);
    String next = challenge(check(gate, signer.sign(TARGET)));
    assertThat(next).contains("stale=true");
    assertThat(check(gate, signer.challenged(next).sign(TARGET))).isInstanceOf(Granted.class);
  }

  @Test
  void noncesAreGoodForSoManyUses() {
    DigestGate gate = gate(DigestRules.of(MD5).withNonceUses(2));
    Signer signer = signer(gate, MD5);
    assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(check(gate, signer.sign(TARGET))).isInstanceOf(Granted.class);
    assertThat(challenge(check(gate, signer.sign(TARGET)))).contains("stale=true");
  }

  @Test
  void anUnknownNonceIsStaleUnlessTheRulesSayOtherwise() {
    DigestGate tolerant = gate(DigestRules.of(MD5));
    Signer signer = signer(tolerant, MD5).withNonce("bm9ib2R5IGtub3dzIHRoaXMgbm9uY2U=");
    assertThat(challenge(check(tolerant, signer.sign(TARGET)))).contains("stale=true");
    DigestGate plain = gate(DigestRules.of(MD5).withoutStale());
    assertThat(challenge(check(plain, signer.sign(TARGET)))).contains("stale=false");
  }

  @Test
  void forgottenNoncesAreGone() {
    DigestGate gate = gate(DigestRules.of(MD5));
    Signer signer = signer(gate, MD5);
    gate.forgetNonces();
    assertThat(challenge(check(gate, signer.sign(TARGET)))).contains("stale=true");
  }

  @Test
  void aFreshNextNonceIsGood() {
    DigestGate gate = gate(DigestRules.of(MD5).withNonceUses(1).withNextNonce());
    Signer signer = signer(gate, MD5);
    for (int i = 0; i < 5; i++) {
      String info = info(check(gate, signer.sign(TARGET)));
      assertThat(info).endsWith(", qop=auth").doesNotContain("rspauth", signer.nonce());
      signer.withNonce(info.replaceFirst(".*nextnonce=\"([^\"]+)\".*", "$1"));
    }
  }

  @Test
  void theNextNonceMayBeTheCurrentOne() {
    DigestGate gate = gate(DigestRules.of(MD5).withNextNonce(DigestRules.NextNonce.CURRENT));
    Signer signer = signer(gate, MD5);
    assertThat(info(check(gate, signer.sign(TARGET))))
        .contains("nextnonce=\"" + signer.nonce() + "\"");
  }

  @Test
  void proofsAreRightOrWrong() {
    DigestGate right = gate(DigestRules.of(MD5).withRspauth(DigestRules.Rspauth.RIGHT));
    Signer signer = signer(right, MD5);
    String proof =
        new DigestProof("MD5", "pubkey", "MMS Public API", "private-key-1234")
            .rspauth(TARGET, signer.nonce(), "00000001", "0a4f113b");
    assertThat(info(check(right, signer.sign(TARGET))))
        .isEqualTo("rspauth=\"" + proof + "\", cnonce=\"0a4f113b\", nc=00000001, qop=auth");
    DigestGate wrong = gate(DigestRules.of(MD5).withRspauth(DigestRules.Rspauth.WRONG));
    assertThat(info(check(wrong, signer(wrong, MD5).sign(TARGET))))
        .contains("rspauth=\"")
        .doesNotContain(proof);
  }

  private static String info(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Granted.class);
    return ((Granted) verdict).info().orElseThrow();
  }
}
