package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Examples from the RFCs and their errata, from real servers and of our own, each recomputed
 * independently. What we do differently, and why, stands in {@link #expected}.
 */
class VectorsTest {

  static Stream<Vector> responses() {
    return of("response");
  }

  static Stream<Vector> readings() {
    return of("parse");
  }

  static Stream<Vector> infos() {
    return of("authentication-info");
  }

  private static Stream<Vector> of(String kind) {
    return Vector.all().stream().filter(vector -> vector.kind().equals(kind));
  }

  @Test
  void every_vector_is_of_a_kind_that_is_run() {
    assertThat(Vector.all()).hasSize(67);
    assertThat(responses().count() + readings().count() + infos().count()).isEqualTo(67);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void a_challenge_is_answered_with_these_parameters(Vector vector) {
    Authorization signed = Authorization.read(sign(vector).signature().authorization());

    assertThat(signed.params()).isEqualTo(expected(vector));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void the_server_s_proof_is_accepted_and_one_that_differs_is_not(Vector vector) {
    Map<String, String> info =
        new TreeMap<>(HeaderFields.parameters(vector.fields("authenticationInfo")));
    assertThat(info.containsKey("rspauth")).isEqualTo(vector.json().containsKey("rspauthVerified"));

    assertThat(accepts(vector, info)).isTrue();
    if (info.containsKey("rspauth")) {
      info.put("rspauth", new StringBuilder(info.get("rspauth")).reverse().toString());
      assertThat(accepts(vector, info)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void these_challenges_are_read(Vector vector) {
    assertThat(HeaderFields.challenges(vector.fields("wwwAuthenticate")))
        .isEqualTo(vector.expectedChallenges());
  }

  @ParameterizedTest
  @MethodSource("infos")
  void this_information_is_read(Vector vector) {
    assertThat(HeaderFields.parameters(vector.fields("authenticationInfo")))
        .isEqualTo(vector.params("expectedInfo"));
  }

  /** What we must send: what the vector says, but for three that we answer otherwise. */
  private static Map<String, String> expected(Vector vector) {
    Map<String, String> expected = vector.params("expectedAuthorizationParams");
    vector
        .optional("expectMismatch")
        .ifPresent(erratum -> expected.put("response", vector.text("computed")));
    switch (vector.source()) {
      case "RFC 7616 3.9.2 (as printed)" ->
          // erratum 4897 concerns the hashed name as well
          expected.put(
              "username", "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
      case "own: no charset, ISO-8859-1 password bytes" ->
          // keys are UTF-8, whatever the server says of charsets: the next vector's answer
          expected.put("response", "e731cc363ff3bd8da279e625a2a1dee7");
      case "own: auth-int with body" ->
          // no request of ours has a body, so the empty one is signed
          expected.put(
              "response",
              Reference.response(
                  new Authorization(Map.copyOf(expected), Set.of()),
                  key(vector),
                  vector.text("method")));
      default -> {}
    }
    return expected;
  }

  private static boolean accepts(Vector vector, Map<String, String> info) {
    Signed signed = sign(vector);
    return signed.credentials().acceptsProof(info, signed.signature(), vector.text("uri"));
  }

  private record Signed(Credentials credentials, Credentials.Signature signature) {}

  private static Signed sign(Vector vector) {
    CnonceSource cnonces = new CnonceSource(() -> vector.optional("cnonce").orElseThrow());
    // "answer when only MD5 is implemented", says this one; the next answers with SHA-256
    Hashes hashes =
        vector.source().equals("RFC 7616 3.9.1 MD5")
            ? DigestAuthenticatorTest.without("SHA-256", "SHA-512/256")
            : new Hashes();
    Credentials credentials =
        new DigestAuthenticator(key(vector), hashes, cnonces)
            .answer(vector.fields("wwwAuthenticate"))
            .credentials()
            .orElseThrow();
    int count = vector.optional("nc").map(nc -> Integer.parseUnsignedInt(nc, 16)).orElse(1);
    return new Signed(
        credentials, credentials.sign(vector.text("method"), vector.text("uri"), count, cnonces));
  }

  private static ApiKey key(Vector vector) {
    return new ApiKey(vector.text("username"), vector.text("password"));
  }
}
