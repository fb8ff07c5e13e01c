package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Examples from the RFCs and their errata, from real servers and from this project. Each was
 * recomputed independently. {@link #expected} says where and why this client differs from an
 * example.
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
  void everyVectorIsUsed() {
    assertThat(Vector.all()).hasSize(67);
    assertThat(responses().count() + readings().count() + infos().count()).isEqualTo(67);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void challengeGetsTheExpectedCredentials(Vector vector) {
    Authorization signed = Authorization.read(sign(vector).signature().authorization());

    assertThat(signed.params()).isEqualTo(expected(vector));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void onlyTheExpectedRspauthIsAccepted(Vector vector) {
    Map<String, String> info =
        new TreeMap<>(AuthHeaderParser.parameters(vector.fields("authenticationInfo")));
    assertThat(info.containsKey("rspauth")).isEqualTo(vector.json().containsKey("rspauthVerified"));

    assertThat(accepts(vector, info)).isTrue();
    if (info.containsKey("rspauth")) {
      info.put("rspauth", new StringBuilder(info.get("rspauth")).reverse().toString());
      assertThat(accepts(vector, info)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void expectedChallengesAreRead(Vector vector) {
    assertThat(AuthHeaderParser.challenges(vector.fields("wwwAuthenticate")))
        .isEqualTo(vector.expectedChallenges());
  }

  @ParameterizedTest
  @MethodSource("infos")
  void expectedAuthenticationInfoIsRead(Vector vector) {
    assertThat(AuthHeaderParser.parameters(vector.fields("authenticationInfo")))
        .isEqualTo(vector.params("expectedInfo"));
  }

  /** Returns the credentials in the vector, except for three vectors. */
  private static Map<String, String> expected(Vector vector) {
    Map<String, String> expected = vector.params("expectedAuthorizationParams");
    vector
        .optional("expectMismatch")
        .ifPresent(erratum -> expected.put("response", vector.text("computed")));
    switch (vector.source()) {
      case "RFC 7616 3.9.2 (as printed)" ->
          // RFC erratum 4897 changes the hashed user name too.
          expected.put(
              "username", "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
      case "own: no charset, ISO-8859-1 password bytes" ->
          // Keys are always hashed in UTF-8. This is the response of the next vector.
          expected.put("response", "e731cc363ff3bd8da279e625a2a1dee7");
      case "own: auth-int with body" ->
          // The requests of this client have no body, so the empty body is signed.
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
    return !signed
        .credentials()
        .isRspauthWrong(
            new AuthenticationInfo(
                Optional.ofNullable(info.get("nextnonce")),
                Optional.ofNullable(info.get("rspauth"))),
            signed.signature());
  }

  private record Signed(DigestCredentials credentials, DigestCredentials.Signature signature) {}

  private static Signed sign(Vector vector) {
    CnonceSource cnonces = () -> vector.optional("cnonce").orElseThrow();
    // This vector assumes a client that supports MD5 only.
    HashFunctions functions =
        vector.source().equals("RFC 7616 3.9.1 MD5")
            ? DigestAuthenticatorTest.without("SHA-256", "SHA-512/256")
            : new HashFunctions();
    DigestCredentials credentials =
        new DigestAuthenticator(key(vector), functions, cnonces)
            .select(vector.fields("wwwAuthenticate"))
            .credentials()
            .orElseThrow();
    int count = vector.optional("nc").map(nc -> Integer.parseUnsignedInt(nc, 16)).orElse(1);
    return new Signed(
        credentials, credentials.sign(vector.text("method"), vector.text("uri"), count));
  }

  private static ApiKey key(Vector vector) {
    return new ApiKey(vector.text("username"), vector.text("password"));
  }
}
