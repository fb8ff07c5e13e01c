package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's proof that it knows the key (RFC 7616, section 3.5). */
class RspauthTest {

  private static final String TARGET = "/job?x=1";
  private static final CnonceSource CNONCES = new CnonceSource(() -> "c");

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "MD5-sess", "SHA-256", "SHA-512-256", "SHA-512-256-sess"})
  void the_right_proof_is_accepted_and_any_other_is_not(String algorithm) {
    Credentials credentials = credentials(Challenges.digest("n", "algorithm=" + algorithm));
    Credentials.Signature signature = credentials.sign("GET", TARGET, 3, CNONCES);
    Authorization said = Authorization.read(signature.authorization());
    String right = Reference.rspauth(said, Client.KEY);

    assertThat(accepts(credentials, signature, right)).isTrue();
    assertThat(accepts(credentials, signature, right.toUpperCase(Locale.ROOT))).isTrue();
    assertThat(accepts(credentials, signature, said.get("response"))).isFalse();
    assertThat(accepts(credentials, signature, right.substring(1))).isFalse();
    assertThat(accepts(credentials, signature, "")).isFalse();
    assertThat(accepts(credentials, signature, right + "é")).isFalse();
  }

  @Test
  void a_proof_about_another_target_is_none() {
    Credentials credentials = credentials(Challenges.digest("n"));
    Credentials.Signature signature = credentials.sign("GET", TARGET, 1, CNONCES);
    String right = Reference.rspauth(Authorization.read(signature.authorization()), Client.KEY);

    assertThat(credentials.acceptsProof(Map.of("rspauth", right), signature, "/other")).isFalse();
  }

  @Test
  void a_proof_of_another_request_is_none() {
    Credentials credentials = credentials(Challenges.digest("n"));
    Credentials.Signature first = credentials.sign("GET", TARGET, 1, CNONCES);
    Credentials.Signature second = credentials.sign("GET", TARGET, 2, CNONCES);
    String ofFirst = Reference.rspauth(Authorization.read(first.authorization()), Client.KEY);

    assertThat(accepts(credentials, first, ofFirst)).isTrue();
    assertThat(accepts(credentials, second, ofFirst)).isFalse();
  }

  @Test
  void no_proof_proves_nothing_wrong() {
    Credentials credentials = credentials(Challenges.digest("n"));
    Credentials.Signature signature = credentials.sign("GET", TARGET, 1, CNONCES);

    assertThat(credentials.acceptsProof(Map.of("qop", "auth"), signature, TARGET)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest realm=r, nonce=n", "Digest realm=r, nonce=n, qop=auth-int"})
  void a_proof_is_looked_at_with_qop_auth_alone(String challenge) {
    Credentials credentials = credentials(challenge);
    Credentials.Signature signature = credentials.sign("GET", TARGET, 1, CNONCES);

    assertThat(accepts(credentials, signature, "whatever")).isTrue();
  }

  private static boolean accepts(
      Credentials credentials, Credentials.Signature signature, String rspauth) {
    return credentials.acceptsProof(Map.of("rspauth", rspauth), signature, TARGET);
  }

  private static Credentials credentials(String challenge) {
    return new DigestAuthenticator(Client.KEY, new Hashes(), CNONCES)
        .answer(List.of(challenge))
        .credentials()
        .orElseThrow();
  }
}
