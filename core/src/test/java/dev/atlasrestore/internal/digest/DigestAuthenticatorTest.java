package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.internal.digest.DigestAuthenticator.Offer;
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

/** Which challenge is answered, and why none can be. */
class DigestAuthenticatorTest {

  private static final ApiKey FOREIGN = new ApiKey("Jäsøn Doe", "Secret, or not?");
  private static final CnonceSource CNONCES = new CnonceSource(() -> "c");

  /** The order of RFC 7616, section 6.1, written down a second time. */
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
  void the_strongest_wins_whatever_the_order(int strongest) {
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
  void of_two_alike_the_first_is_answered() {
    assertThat(nonceAnswered(List.of(Challenges.digest("first"), Challenges.digest("second"))))
        .isEqualTo("first");
  }

  @Test
  void what_cannot_be_used_is_skipped() {
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
  void stale_is_that_of_the_challenge_answered() {
    String strong = "Digest realm=r, nonce=1, algorithm=SHA-256, qop=auth";
    String weak = "Digest realm=r, nonce=2, algorithm=MD5, qop=auth";

    assertThat(answer(strong + ", stale=true", weak).stale()).isTrue();
    assertThat(answer(strong, weak + ", stale=true").stale()).isFalse();
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
  void an_answer_without_usable_challenge_says_why(String field, String why) {
    Offer offer = answer(field);

    assertThat(offer.credentials()).isEmpty();
    assertThat(offer.challenged()).isFalse();
    assertThat(offer.stale()).isFalse();
    assertThat(offer.problem()).contains(why);
  }

  @Test
  void credentials_leave_no_problem() {
    Offer offer = answer("Basic realm=x", Challenges.digest("n"));

    assertThat(offer.challenged()).isTrue();
    assertThat(offer.problem()).isEmpty();
  }

  @Test
  void a_jvm_without_md5_takes_the_sha_256_that_is_offered() {
    DigestAuthenticator fips = new DigestAuthenticator(Client.KEY, without("MD5"), CNONCES);

    Offer offer =
        fips.answer(List.of(challenge("MD5", "auth"), challenge("SHA-256-sess", "auth-int")));

    assertThat(offer.credentials()).isPresent();
  }

  @Test
  void a_jvm_without_md5_says_so_where_nothing_else_is_offered() {
    DigestAuthenticator fips = new DigestAuthenticator(Client.KEY, without("MD5"), CNONCES);

    Offer offer = fips.answer(List.of(Challenges.ATLAS.replace("stale=false", "stale=true")));

    assertThat(offer.credentials()).isEmpty();
    assertThat(offer.challenged()).isTrue();
    assertThat(offer.stale()).isFalse();
    assertThat(offer.problem()).contains("this JVM lacks").contains("MD5");
  }

  @Test
  void a_name_outside_of_ascii_needs_charset_utf_8() {
    DigestAuthenticator ring = new DigestAuthenticator(FOREIGN, new Hashes(), CNONCES);

    for (String more : List.of("charset=latin1", "userhash=true")) {
      Offer refused = ring.answer(List.of(Challenges.digest("n", more)));

      assertThat(refused.credentials()).isEmpty();
      assertThat(refused.challenged()).isTrue();
      assertThat(refused.problem()).contains("public key").contains("charset=UTF-8");
    }
  }

  @Test
  void a_name_outside_of_ascii_takes_the_weaker_challenge_if_that_says_charset_utf_8() {
    Offer offer =
        new DigestAuthenticator(FOREIGN, new Hashes(), CNONCES)
            .answer(
                List.of(
                    challenge("SHA-256", "auth"), challenge("MD5", "auth") + ", charset=UTF-8"));

    assertThat(offer.credentials().orElseThrow().challenge().algorithm()).isEqualTo(Algorithm.MD5);
  }

  @Test
  void a_private_key_outside_of_ascii_needs_nothing() {
    Offer offer =
        new DigestAuthenticator(new ApiKey("pubkey", "päss€"), new Hashes(), CNONCES)
            .answer(List.of(Challenges.digest("n")));

    assertThat(offer.credentials()).isPresent();
  }

  @Test
  void a_problem_never_shows_the_key() {
    DigestAuthenticator ring = new DigestAuthenticator(FOREIGN, new Hashes(), CNONCES);

    assertThat(ring.answer(List.of(Challenges.digest("n"))).problem())
        .doesNotContain(FOREIGN.publicKey(), FOREIGN.privateKey());
  }

  private static Offer answer(String... fields) {
    return new DigestAuthenticator(Client.KEY, new Hashes(), CNONCES).answer(List.of(fields));
  }

  private static String nonceAnswered(List<String> fields) {
    return answer(fields.toArray(String[]::new)).credentials().orElseThrow().challenge().nonce();
  }

  private static String challenge(String algorithm, String qop) {
    return "Digest realm=\"r\", nonce=\"%s/%s\", algorithm=%s, qop=\"%s\""
        .formatted(algorithm, qop, algorithm, qop);
  }

  private static String nonce(int index) {
    return HeaderFields.challenges(List.of(STRONGEST_FIRST.get(index)))
        .get(0)
        .params()
        .get("nonce");
  }

  /** The hash functions of a JVM that was hardened. */
  static Hashes without(String... jcaNames) {
    return new Hashes(
        name -> {
          if (Set.of(jcaNames).contains(name)) {
            throw new NoSuchAlgorithmException(name);
          }
          return MessageDigest.getInstance(name);
        });
  }
}
