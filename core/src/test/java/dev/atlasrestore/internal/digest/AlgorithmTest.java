package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms by name. */
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
  void names_are_compared_without_case(
      String token, Algorithm algorithm, String jcaName, boolean session) {
    assertThat(Algorithm.named(token)).contains(algorithm);
    assertThat(Algorithm.named(token.toLowerCase(Locale.ROOT))).contains(algorithm);
    assertThat(Algorithm.named(token.toUpperCase(Locale.ROOT))).contains(algorithm);
    assertThat(algorithm.jcaName()).isEqualTo(jcaName);
    assertThat(algorithm.session()).isEqualTo(session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MD", "MD5-", "SHA", "SHA-1", "SHA-512", "SHA-512/256", "token"})
  void other_names_are_unknown(String token) {
    assertThat(Algorithm.named(token)).isEmpty();
  }

  @Test
  void the_strongest_stands_first_and_a_session_just_behind_its_own() {
    assertThat(Algorithm.values())
        .extracting(Algorithm::jcaName)
        .containsExactly("SHA-512/256", "SHA-512/256", "SHA-256", "SHA-256", "MD5", "MD5");
    assertThat(Algorithm.values())
        .extracting(Algorithm::session)
        .containsExactly(false, true, false, true, false, true);
  }
}
