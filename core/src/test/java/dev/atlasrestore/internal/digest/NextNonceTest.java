package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The credentials for {@code nextnonce} (RFC 7616, section 3.5). */
class NextNonceTest {

  private final AtomicInteger made = new AtomicInteger();
  private final CnonceSource cnonces = () -> "c" + made.incrementAndGet();
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator(TestKey.KEY, new HashFunctions(), cnonces);

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "current", "a\rb", "\u0000"})
  void missingCurrentOrUnsafeNextnonceIsIgnored(String nextnonce) {
    assertThat(next(credentials("MD5"), nextnonce)).isEmpty();
  }

  @Test
  void tooLongNextnonceIsIgnored() {
    assertThat(next(credentials("MD5"), "n".repeat(4096))).isPresent();
    assertThat(next(credentials("MD5"), "n".repeat(4097))).isEmpty();
  }

  @Test
  void nextnonceIsUsedWithTheSameChallenge() {
    DigestCredentials current = credentials("SHA-256");

    DigestCredentials next = next(current, "next").orElseThrow();

    assertThat(next.challenge()).isEqualTo(current.challenge().withNonce("next"));
    Authorization signed = sign(next);
    assertThat(signed.nonce()).isEqualTo("next");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
  }

  /**
   * RFC 7616, section 3.4.2, makes A1 of a session algorithm from "the nonce value provided in the
   * challenge from the server" (nonce-prime) and the cnonce of the request that answers the
   * challenge (cnonce-prime): "This creates a 'session key' for the authentication of subsequent
   * requests and responses that is different for each 'authentication session'".
   *
   * <p>Section 3.6 says how long the session lasts: "until the client receives another
   * WWW-Authenticate challenge". A {@code nextnonce} is no challenge. So the session key stays, and
   * only the nonce outside of A1 changes.
   */
  @ParameterizedTest
  @ValueSource(strings = {"MD5-sess", "SHA-256-sess", "SHA-512-256-sess"})
  void sessionKeyStaysAfterNextnonce(String algorithm) {
    DigestCredentials current = credentials(algorithm);
    Authorization first = sign(current);

    Authorization second = sign(next(current, "next").orElseThrow());

    assertThat(second.nonce()).isEqualTo("next");
    assertThat(second.get("response"))
        .isEqualTo(Reference.response(second, TestKey.KEY, "GET", first));
    assertThat(second.get("cnonce")).isEqualTo(first.get("cnonce"));
  }

  @Test
  void sessionKeyStaysAfterSeveralNextnonces() {
    DigestCredentials current = credentials("SHA-256-sess");
    DigestCredentials second = next(current, "second").orElseThrow();

    Authorization signed = sign(next(second, "third").orElseThrow());

    assertThat(signed.get("response"))
        .isEqualTo(Reference.response(signed, TestKey.KEY, "GET", sign(current)));
  }

  private static Optional<DigestCredentials> next(DigestCredentials current, String nextnonce) {
    return current.next(new AuthenticationInfo(Optional.ofNullable(nextnonce), Optional.empty()));
  }

  private static Authorization sign(DigestCredentials credentials) {
    return Authorization.read(credentials.sign("GET", "/", 1).authorization());
  }

  private DigestCredentials credentials(String algorithm) {
    return authenticator
        .select(List.of(Challenges.digest("current", "algorithm=" + algorithm, "opaque=o")))
        .credentials()
        .orElseThrow();
  }
}
