package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AuthenticationException.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which challenge is selected, and why none is supported. */
class DigestAuthenticatorTest {

  private static final ApiKey NON_ASCII = new ApiKey("Jäsøn Doe", "Secret, or not?");
  private static final CnonceSource CNONCES = () -> "c";

  /** Written independently of the order in the code: RFC 7616, section 6.1. */
  private static final List<String> STRONGEST_FIRST =
      List.of(
          challenge("SHA-512-256", "auth"),
          challenge("SHA-512-256", "auth-int"),
          challenge("SHA-512-256", ""),
          challenge("SHA-512-256-sess", "auth"),
          challenge("SHA-256", "auth"),
          challenge("SHA-256-sess", "auth"),
          challenge("MD5", "auth"),
          challenge("MD5", "auth-int"),
          challenge("MD5", ""),
          challenge("MD5-sess", "auth"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void strongestChallengeIsSelectedInAnyOrder(int strongest) {
    List<String> offered =
        new ArrayList<>(STRONGEST_FIRST.subList(strongest, STRONGEST_FIRST.size()));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(offered, new Random(seed));

      assertThat(nonceAnswered(offered)).as("seed %s, fields", seed).isEqualTo(nonce(strongest));
      assertThat(nonceAnswered(List.of(String.join(", ", offered))))
          .as("seed %s, one field", seed)
          .isEqualTo(nonce(strongest));
    }
  }

  @Test
  void firstOfTwoEqualChallengesIsSelected() {
    assertThat(nonceAnswered(List.of(Challenges.digest("first"), Challenges.digest("second"))))
        .isEqualTo("first");
  }

  @Test
  void unsupportedChallengesAreSkipped() {
    assertThat(
            nonceAnswered(
                List.of(
                    "Basic realm=\"x\"",
                    "Digest realm=\"r\", nonce=\"1\", algorithm=SHA-1, qop=\"auth\"",
                    "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=\"auth-conf\"",
                    Challenges.digest("3"))))
        .isEqualTo("3");
  }

  @Test
  void staleIsReadFromTheSelectedChallenge() {
    String strong = "Digest realm=r, nonce=1, algorithm=SHA-256, qop=auth";
    String weak = "Digest realm=r, nonce=2, algorithm=MD5, qop=auth";

    assertThat(select(strong + ", stale=true", weak).stale()).isTrue();
    assertThat(select(strong, weak + ", stale=true").stale()).isFalse();
  }

  @Test
  void reasonOfARefusalDependsOnStale() {
    assertThat(select(Challenges.stale("n")).reason()).isEqualTo(Reason.STALE_NONCE);
    assertThat(select(Challenges.digest("n")).reason()).isEqualTo(Reason.KEY_REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no challenge that can be read",
        "@|no challenge that can be read",
        "Basic realm=\"x\"|no Digest authentication",
        "Negotiate YII=, Bearer|no Digest authentication",
        "Digest|cannot be used",
        "Digest realm=\"r\"|cannot be used",
        "Basic realm=\"x\", Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1|cannot be used",
      })
  void selectionWithoutCredentialsHasAReason(String field, String why) {
    ChallengeSelection selection = select(field);

    assertThat(selection.credentials()).isEmpty();
    assertThat(selection.challenged()).isFalse();
    assertThat(selection.stale()).isFalse();
    assertThat(selection.problem()).contains(why);
    assertThat(selection.reason()).isEqualTo(Reason.NO_SUPPORTED_CHALLENGE);
  }

  @Test
  void selectionWithCredentialsHasNoProblem() {
    ChallengeSelection selection = select("Basic realm=x", Challenges.digest("n"));

    assertThat(selection.challenged()).isTrue();
    assertThat(selection.problem()).isEmpty();
  }

  @Test
  void jvmWithoutMd5SelectsSha256() {
    DigestAuthenticator fips = new DigestAuthenticator(TestKey.KEY, without("MD5"), CNONCES);

    ChallengeSelection selection =
        fips.select(List.of(challenge("MD5", "auth"), challenge("SHA-256-sess", "auth-int")));

    assertThat(selection.credentials()).isPresent();
  }

  @Test
  void jvmWithoutMd5ReportsAChallengeWithMd5Only() {
    DigestAuthenticator fips = new DigestAuthenticator(TestKey.KEY, without("MD5"), CNONCES);

    ChallengeSelection selection =
        fips.select(List.of(Challenges.ATLAS.replace("stale=false", "stale=true")));

    assertThat(selection.credentials()).isEmpty();
    assertThat(selection.challenged()).isTrue();
    assertThat(selection.stale()).isFalse();
    assertThat(selection.problem()).contains("this JVM lacks").contains("MD5");
    assertThat(selection.reason()).isEqualTo(Reason.ALGORITHM_UNAVAILABLE);
  }

  @Test
  void nonAsciiUserNameNeedsCharsetUtf8() {
    DigestAuthenticator authenticator =
        new DigestAuthenticator(NON_ASCII, new HashFunctions(), CNONCES);

    for (String more : List.of("charset=latin1", "userhash=true")) {
      ChallengeSelection refused = authenticator.select(List.of(Challenges.digest("n", more)));

      assertThat(refused.credentials()).isEmpty();
      assertThat(refused.challenged()).isTrue();
      assertThat(refused.problem()).contains("public key").contains("charset=UTF-8");
      assertThat(refused.reason()).isEqualTo(Reason.USER_NAME_NOT_ENCODABLE);
    }
  }

  @Test
  void nonAsciiUserNameSelectsTheWeakerChallengeWithUtf8() {
    ChallengeSelection selection =
        new DigestAuthenticator(NON_ASCII, new HashFunctions(), CNONCES)
            .select(
                List.of(
                    challenge("SHA-256", "auth"), challenge("MD5", "auth") + ", charset=UTF-8"));

    assertThat(selection.credentials().orElseThrow().challenge().algorithm())
        .isEqualTo(Algorithm.MD5);
  }

  @Test
  void nonAsciiPrivateKeyNeedsNoCharset() {
    ChallengeSelection selection =
        new DigestAuthenticator(new ApiKey("pubkey", "päss€"), new HashFunctions(), CNONCES)
            .select(List.of(Challenges.digest("n")));

    assertThat(selection.credentials()).isPresent();
  }

  @Test
  void problemShowsNoKey() {
    DigestAuthenticator authenticator =
        new DigestAuthenticator(NON_ASCII, new HashFunctions(), CNONCES);

    assertThat(authenticator.select(List.of(Challenges.digest("n"))).problem())
        .doesNotContain(NON_ASCII.publicKey(), NON_ASCII.privateKey());
  }

  private static ChallengeSelection select(String... fields) {
    return new DigestAuthenticator(TestKey.KEY, new HashFunctions(), CNONCES)
        .select(List.of(fields));
  }

  private static String nonceAnswered(List<String> fields) {
    return select(fields.toArray(String[]::new)).credentials().orElseThrow().challenge().nonce();
  }

  private static String challenge(String algorithm, String qop) {
    return "Digest realm=\"r\", nonce=\"%s/%s\", algorithm=%s, qop=\"%s\""
        .formatted(algorithm, qop, algorithm, qop);
  }

  private static String nonce(int index) {
    return AuthHeaderParser.challenges(List.of(STRONGEST_FIRST.get(index)))
        .get(0)
        .params()
        .get("nonce");
  }

  /** Returns the hash functions of a JVM without these. */
  static HashFunctions without(String... jcaNames) {
    return new HashFunctions(
        name -> {
          if (Set.of(jcaNames).contains(name)) {
            throw new NoSuchAlgorithmException(name);
          }
          return MessageDigest.getInstance(name);
        });
  }
}
