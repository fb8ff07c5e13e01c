package dev.atlasrestore.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Percent-encoding (RFC 3986, section 2.1). */
class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azAZ09|azAZ09",
        "a/b c|a%2Fb%20c",
        "`{@[/:|%60%7B%40%5B%2F%3A",
        "ä€😀|%C3%A4%E2%82%AC%F0%9F%98%80",
        "-._~|%2D%2E%5F%7E",
        "%2F|%252F",
      })
  void everythingExceptLettersAndDigitsIsEncoded(String text, String encoded) {
    assertThat(PercentEncoding.encode(text, "")).isEqualTo(encoded);
  }

  @Test
  void givenPunctuationIsKept() {
    assertThat(PercentEncoding.encode("-._~/ä", "-._~")).isEqualTo("-._~%2F%C3%A4");
  }

  @Test
  void textThatNeedsNoEncodingIsReturnedItself() {
    String text = new String("Cluster0-a".toCharArray());

    assertThat(PercentEncoding.encode(text, "-")).isSameAs(text);
  }
}
