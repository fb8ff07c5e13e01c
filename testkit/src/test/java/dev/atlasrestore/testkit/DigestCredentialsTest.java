package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.testkit.DigestCredentials.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCredentialsTest {

  @Test
  void readsQuotedAndUnquotedInAnyOrderAndCase() throws Exception {
    DigestCredentials read =
        DigestCredentials.read(
            "NC=00000001 ,\tUserName = \"a \\\"b\\\\, nonce=\\x\",qop=auth, username*=UTF-8''%C3%A4");
    assertThat(read.get("username")).contains("a \"b\\, nonce=x");
    assertThat(read.get("nc")).contains("00000001");
    assertThat(read.get("qop")).contains("auth");
    assertThat(read.get("username*")).contains("UTF-8''%C3%A4");
    assertThat(read.get("nonce")).isEmpty();
  }

  @Test
  void readsLongValuesWithoutDepth() throws Exception {
    String uri = "/\\\"".repeat(50_000);
    assertThat(DigestCredentials.read("uri=\"" + uri + "\"").require("uri")).hasSize(100_000);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``                       | a token is missing",
        "qop                      | '=' is missing",
        "qop=                     | a token is missing",
        "qop=auth,                | a token is missing",
        "qop=auth nc=1            | a comma is missing",
        "qop=auth, Digest qop=x   | '=' is missing",
        "nonce=\"a                | a quote is not closed",
        "nonce=\"a\\              | a quote is not closed",
        "nonce=a                  | nonce must be quoted",
        "qop=\"auth\"             | qop must not be quoted",
        "algorithm=\"MD5\"        | algorithm must not be quoted",
        "qop=auth, QOP=auth       | qop stands there twice",
      })
  void saysWhatIsWrong(String text, String problem) {
    assertThatThrownBy(() -> DigestCredentials.read(text))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining(problem);
  }

  @Test
  void missesWhatMustBeThere() throws Exception {
    DigestCredentials read = DigestCredentials.read("qop=auth");
    assertThatThrownBy(() -> read.require("nonce")).hasMessage("nonce is missing");
  }
}
