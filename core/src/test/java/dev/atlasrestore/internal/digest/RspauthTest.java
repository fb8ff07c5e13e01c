package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's proof that it knows the key (RFC 7616, section 3.5). */
class RspauthTest {

  private static final String TARGET = "/job?x=1";

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "MD5-sess", "SHA-256", "SHA-512-256", "SHA-512-256-sess"})
  void onlyTheRightRspauthIsAccepted(String algorithm) {
    DigestCredentials credentials = credentials(Challenges.digest("n", "algorithm=" + algorithm));
    DigestCredentials.Signature signature = credentials.sign("GET", TARGET, 3);
    Authorization sent = Authorization.read(signature.authorization());
    String right = Reference.rspauth(sent, TestKey.KEY);

    assertThat(isWrong(credentials, signature, right)).isFalse();
    assertThat(isWrong(credentials, signature, right.toUpperCase(Locale.ROOT))).isFalse();
    assertThat(isWrong(credentials, signature, sent.get("response"))).isTrue();
    assertThat(isWrong(credentials, signature, right.substring(1))).isTrue();
    assertThat(isWrong(credentials, signature, "")).isTrue();
    assertThat(isWrong(credentials, signature, right + "é")).isTrue();
  }

  @Test
  void rspauthOfAnotherTargetIsWrong() {
    DigestCredentials credentials = credentials(Challenges.digest("n"));
    DigestCredentials.Signature signature = credentials.sign("GET", TARGET, 1);
    DigestCredentials.Signature other = credentials.sign("GET", "/other", 1);

    assertThat(isWrong(credentials, other, right(signature))).isTrue();
  }

  @Test
  void rspauthOfAnotherRequestIsWrong() {
    DigestCredentials credentials = credentials(Challenges.digest("n"));
    DigestCredentials.Signature first = credentials.sign("GET", TARGET, 1);
    DigestCredentials.Signature second = credentials.sign("GET", TARGET, 2);

    assertThat(isWrong(credentials, first, right(first))).isFalse();
    assertThat(isWrong(credentials, second, right(first))).isTrue();
  }

  @Test
  void missingRspauthIsNotWrong() {
    DigestCredentials credentials = credentials(Challenges.digest("n"));
    DigestCredentials.Signature signature = credentials.sign("GET", TARGET, 1);

    assertThat(credentials.isRspauthWrong(AuthenticationInfo.parse(List.of("qop=auth")), signature))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest realm=r, nonce=n", "Digest realm=r, nonce=n, qop=auth-int"})
  void rspauthIsCheckedOnlyWithQopAuth(String challenge) {
    DigestCredentials credentials = credentials(challenge);
    DigestCredentials.Signature signature = credentials.sign("GET", TARGET, 1);

    assertThat(isWrong(credentials, signature, "anything")).isFalse();
  }

  private static String right(DigestCredentials.Signature signature) {
    return Reference.rspauth(Authorization.read(signature.authorization()), TestKey.KEY);
  }

  private static boolean isWrong(
      DigestCredentials credentials, DigestCredentials.Signature signature, String rspauth) {
    return credentials.isRspauthWrong(
        new AuthenticationInfo(Optional.empty(), Optional.of(rspauth)), signature);
  }

  private static DigestCredentials credentials(String challenge) {
    return new DigestAuthenticator(TestKey.KEY, new HashFunctions(), () -> "c")
        .select(List.of(challenge))
        .credentials()
        .orElseThrow();
  }
}
