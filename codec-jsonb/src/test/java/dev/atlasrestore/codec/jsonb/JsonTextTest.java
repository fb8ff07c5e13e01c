package dev.atlasrestore.codec.jsonb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the end of the JSON object is found. */
class JsonTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{}',true", "'{} \n',true", "'{\"a\":{\"b\":[{}]}}',true", "'{\"}\":\"}{\\\"}\"}',true",
        "'{\"a\":\"\\\\\"}',true", "'{}}',false", "'{}{}',false", "'{\"a\":\"\\\\\"}\"',false",
        "'{\"{\":\"\\\"{\"} x',false"
      })
  void implausibleEndOffsetIsReplacedByASearch(String text, boolean isBlank) {
    for (long offset : new long[] {-1, 0, 1, Long.MAX_VALUE, text.length() + 1}) {
      assertThat(new JsonText(text).isBlankAfter(offset))
          .as("%s, offset %d", text, offset)
          .isEqualTo(isBlank);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":\"}\"}"})
  void plausibleEndOffsetIsUsed(String text) {
    assertThat(new JsonText(text + "\t").isBlankAfter(text.length())).isTrue();
    assertThat(new JsonText(text + "\t}").isBlankAfter(text.length())).isFalse();
  }
}
