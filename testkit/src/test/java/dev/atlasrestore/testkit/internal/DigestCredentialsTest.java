package dev.atlasrestore.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.testkit.internal.DigestCredentials.MalformedCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCredentialsTest {

  @Test
  void parameterNamesIgnoreCaseAndOrder() throws Exception {
    DigestCredentials credentials =
        DigestCredentials.parse(
            "NC=00000001 ,\tUserName = \"a \\\"b\\\\, nonce=\\x\",qop=auth, username*=UTF-8''%C3%A4");
    assertThat(credentials.get("username")).contains("a \"b\\, nonce=x");
    assertThat(credentials.get("nc")).contains("00000001");
    assertThat(credentials.get("qop")).contains("auth");
    assertThat(credentials.get("username*")).contains("UTF-8''%C3%A4");
    assertThat(credentials.get("nonce")).isEmpty();
  }

  @Test
  void longValuesNeedNoRecursion() throws Exception {
    String uri = "/\\\"".repeat(50_000);
    assertThat(DigestCredentials.parse("uri=\"" + uri + "\"").require("uri")).hasSize(100_000);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``                       | expected a token",
        "qop                      | expected '='",
        "qop=                     | expected a token",
        "qop=auth,                | expected a token",
        "qop=auth nc=1            | expected a comma",
        "qop=auth, Digest qop=x   | expected '='",
        "nonce=\"a                | a quoted string is not closed",
        "nonce=\"a\\              | a quoted string is not closed",
        "nonce=a                  | nonce must be quoted",
        "qop=\"auth\"             | qop must not be quoted",
        "algorithm=\"MD5\"        | algorithm must not be quoted",
        "qop=auth, QOP=auth       | qop appears twice",
      })
  void malformedCredentialsAreRejectedWithAReason(String text, String problem) {
    assertThatThrownBy(() -> DigestCredentials.parse(text))
        .isInstanceOf(MalformedCredentials.class)
        .hasMessageContaining(problem);
  }

  @Test
  void missingRequiredParameterIsRejected() throws Exception {
    DigestCredentials credentials = DigestCredentials.parse("qop=auth");
    assertThatThrownBy(() -> credentials.require("nonce")).hasMessage("nonce is missing");
  }
}
