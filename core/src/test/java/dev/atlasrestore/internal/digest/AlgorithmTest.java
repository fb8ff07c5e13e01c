package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms and their tokens. */
class AlgorithmTest {

  @ParameterizedTest
  @CsvSource({
    "SHA-512-256, SHA_512_256, SHA-512/256, false",
    "SHA-512-256-sess, SHA_512_256_SESS, SHA-512/256, true",
    "SHA-256, SHA_256, SHA-256, false",
    "SHA-256-sess, SHA_256_SESS, SHA-256, true",
    "MD5, MD5, MD5, false",
    "MD5-sess, MD5_SESS, MD5, true"
  })
  void tokensAreComparedWithoutCase(
      String token, Algorithm algorithm, String jcaName, boolean session) {
    assertThat(Algorithm.forToken(token)).contains(algorithm);
    assertThat(Algorithm.forToken(token.toLowerCase(Locale.ROOT))).contains(algorithm);
    assertThat(Algorithm.forToken(token.toUpperCase(Locale.ROOT))).contains(algorithm);
    assertThat(algorithm.jcaName()).isEqualTo(jcaName);
    assertThat(algorithm.session()).isEqualTo(session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MD", "MD5-", "SHA", "SHA-1", "SHA-512", "SHA-512/256", "token"})
  void otherTokensAreUnknown(String token) {
    assertThat(Algorithm.forToken(token)).isEmpty();
  }

  @Test
  void strongestAlgorithmIsFirstAndSessionsFollow() {
    assertThat(Algorithm.values())
        .extracting(Algorithm::jcaName)
        .containsExactly("SHA-512/256", "SHA-512/256", "SHA-256", "SHA-256", "MD5", "MD5");
    assertThat(Algorithm.values())
        .extracting(Algorithm::session)
        .containsExactly(false, true, false, true, false, true);
  }
}
