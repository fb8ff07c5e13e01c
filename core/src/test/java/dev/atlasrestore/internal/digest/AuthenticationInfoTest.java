package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code Authentication-Info} is parsed. */
class AuthenticationInfoTest {

  @Test
  void parametersAreReadByLowerCaseName() {
    assertThat(read("NextNonce=\"a\\\"b, c\",qop=auth , nc = 00000001"))
        .containsExactly(
            entry("nextnonce", "a\"b, c"), entry("qop", "auth"), entry("nc", "00000001"));
  }

  @Test
  void firstParameterOfANameCountsInAllFields() {
    assertThat(AuthHeaderParser.parameters(List.of("a=1, b=2", "b=3, A=4, c=5")))
        .containsExactly(entry("a", "1"), entry("b", "2"), entry("c", "5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1, @x, b=2",
        "a=1, word, b=2",
        "a=1, =, b=2",
        " a=1, b=2",
        ",, a=1,,\t b=2,",
        "Digest , a=1, b=2",
        "a=1, b=2, c=\"without end",
        "a=1, b=2, c=\"without end\\",
        "a=1 b=2 c",
      })
  void unreadablePartsAreSkipped(String field) {
    assertThat(read(field)).containsExactly(entry("a", "1"), entry("b", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "\"", "=", "x", "(x=1)"})
  void fieldWithoutParametersIsEmpty(String field) {
    assertThat(read(field)).isEmpty();
  }

  @Test
  void missingFieldIsEmpty() {
    assertThat(AuthHeaderParser.parameters(List.of())).isEmpty();
  }

  private static Map<String, String> read(String field) {
    return AuthHeaderParser.parameters(List.of(field));
  }
}
