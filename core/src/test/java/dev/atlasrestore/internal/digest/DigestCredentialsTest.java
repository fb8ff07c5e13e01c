package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code Authorization} field. */
class DigestCredentialsTest {

  private final AtomicInteger drawn = new AtomicInteger();
  private final CnonceSource cnonces = () -> "c" + drawn.incrementAndGet();

  @Test
  void credentialsForAtlasAreExact() {
    String nonce = "SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg";

    assertThat(sign(TestKey.KEY, Challenges.ATLAS, "/job?pretty=true", 10))
        .matches(
            "Digest username=\"pubkey\", realm=\"MMS Public API\", nonce=\"\\Q"
                + nonce
                + "\\E\", uri=\"/job\\?pretty=true\", algorithm=MD5, response=\"[0-9a-f]{32}\", "
                + "qop=auth, nc=0000000a, cnonce=\"c1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"})
  void everyAlgorithmIsSupported(String algorithm) {
    for (String qop : List.of("auth", "auth-int")) {
      Authorization signed =
          read(challenge("algorithm=" + algorithm, "qop=\"" + qop + "\""), "/a?b=c", 1);

      assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
      assertThat(signed.get("algorithm")).isEqualTo(algorithm);
      assertThat(signed.get("qop")).isEqualTo(qop);
    }
  }

  @Test
  void challengeWithoutQopFollowsRfc2069() {
    Authorization signed = read(Challenges.withoutQop("n"), "/", 7);

    assertThat(signed.params()).containsOnlyKeys("username", "realm", "nonce", "uri", "response");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
  }

  @Test
  void opaqueIsSentBackWithoutQop() {
    assertThat(read(Challenges.withoutQop("n") + ", opaque=\"o\"", "/", 1).get("opaque"))
        .isEqualTo("o");
  }

  @Test
  void onlyFreeTextsAreQuoted() {
    Authorization signed =
        read(challenge("algorithm=MD5", "qop=auth", "opaque=o", "userhash=true"), "/", 1);

    assertThat(signed.quoted())
        .containsExactlyInAnyOrder(
            "username", "realm", "nonce", "uri", "response", "cnonce", "opaque");
    assertThat(signed.params())
        .containsOnlyKeys(
            "username",
            "realm",
            "nonce",
            "uri",
            "response",
            "cnonce",
            "opaque",
            "algorithm",
            "qop",
            "nc",
            "userhash");
  }

  @Test
  void algorithmIsSentBackAsReceived() {
    assertThat(read(Challenges.digest("n"), "/", 1).params()).doesNotContainKey("algorithm");
    assertThat(read(Challenges.digest("n", "algorithm=\"md5\""), "/", 1).get("algorithm"))
        .isEqualTo("md5");
  }

  @Test
  void oneQopIsSentInsteadOfTheList() {
    assertThat(read(challenge("qop=\"auth-int, AUTH\""), "/", 1).get("qop")).isEqualTo("auth");
    assertThat(read(challenge("qop=\"AUTH-INT\""), "/", 1).get("qop")).isEqualTo("auth-int");
  }

  @Test
  void emptyOpaqueIsSentBackAndAMissingOneIsNot() {
    assertThat(read(Challenges.digest("n", "opaque=\"\""), "/", 1).get("opaque")).isEmpty();
    assertThat(read(Challenges.digest("n"), "/", 1).params()).doesNotContainKey("opaque");
  }

  @Test
  void quotesAndBackslashesAreEscapedOnlyOnTheWire() {
    ApiKey key = new ApiKey("a\"b\\c", "p\"\\");
    String challenge = "Digest realm=\"\\\"r\\\\\\\"\", nonce=\"n\\\"\", qop=auth, opaque=\"\\\\\"";

    String field = sign(key, challenge, "/", 1);

    assertThat(field)
        .contains("username=\"a\\\"b\\\\c\"", "realm=\"\\\"r\\\\\\\"\"", "nonce=\"n\\\"\"")
        .contains("opaque=\"\\\\\"");
    Authorization signed = Authorization.read(field);
    assertThat(signed.get("realm")).isEqualTo("\"r\\\"");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, key, "GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "*", "/a%20b/c;m=1/192.0.2.0%2F24?x=1&y=%2F", "/%E2%82%AC?"})
  void uriIsTheTargetByteForByte(String target) {
    Authorization signed = read(Challenges.digest("n"), target, 1);

    assertThat(signed.get("uri")).isEqualTo(target);
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 00000001",
    "9, 00000009",
    "10, 0000000a",
    "255, 000000ff",
    "4096, 00001000",
    "305441741, 1234abcd",
    "2147483647, 7fffffff",
    "-1, ffffffff"
  })
  void nonceCountHasEightHexadecimalDigits(int count, String nc) {
    assertThat(read(Challenges.digest("n"), "/", count).nc()).isEqualTo(nc);
  }

  @Test
  void eachRequestHasANewCnonce() {
    DigestCredentials credentials = credentials(TestKey.KEY, Challenges.digest("n"));

    assertThat(List.of(cnonce(credentials, 1), cnonce(credentials, 2))).containsExactly("c1", "c2");
  }

  @Test
  void sessionKeepsItsCnonce() {
    DigestCredentials credentials =
        credentials(TestKey.KEY, Challenges.digest("n", "algorithm=MD5-sess"));

    assertThat(List.of(cnonce(credentials, 1), cnonce(credentials, 2))).containsExactly("c1", "c1");
  }

  @Test
  void methodIsSigned() {
    DigestCredentials credentials = credentials(TestKey.KEY, Challenges.digest("n"));

    Authorization signed = Authorization.read(credentials.sign("HEAD", "/", 1).authorization());

    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "HEAD"));
  }

  @Test
  void toStringShowsNoSecret() {
    DigestCredentials credentials = credentials(TestKey.KEY, Challenges.digest("n"));

    assertThat(credentials).hasToString("DigestCredentials[MD5]");
    assertThat(credentials.sign("GET", "/", 1)).hasToString("Signature[…]");
  }

  private String cnonce(DigestCredentials credentials, int count) {
    return Authorization.read(credentials.sign("GET", "/", count).authorization()).get("cnonce");
  }

  private Authorization read(String challenge, String target, int count) {
    return Authorization.read(sign(TestKey.KEY, challenge, target, count));
  }

  private String sign(ApiKey key, String challenge, String target, int count) {
    return credentials(key, challenge).sign("GET", target, count).authorization();
  }

  private DigestCredentials credentials(ApiKey key, String challenge) {
    return new DigestAuthenticator(key, new HashFunctions(), cnonces)
        .select(List.of(challenge))
        .credentials()
        .orElseThrow();
  }

  private static String challenge(String... params) {
    return "Digest realm=\"r\", nonce=\"n\", " + String.join(", ", params);
  }
}
