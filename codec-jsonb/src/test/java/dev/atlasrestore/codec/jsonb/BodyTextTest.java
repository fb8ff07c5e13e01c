package dev.atlasrestore.codec.jsonb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the end of the document is found when the parser does not know it. */
class BodyTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{}',true", "'{} \n',true", "'{\"a\":{\"b\":[{}]}}',true", "'{\"}\":\"}{\\\"}\"}',true",
        "'{\"a\":\"\\\\\"}',true", "'{}}',false", "'{}{}',false", "'{\"a\":\"\\\\\"}\"',false",
        "'{\"{\":\"\\\"{\"} x',false"
      })
  void withoutAPlausibleEndItIsLookedFor(String text, boolean blank) {
    for (long end : new long[] {-1, 0, 1, Long.MAX_VALUE, text.length() + 1}) {
      assertThat(new BodyText(text).isBlankAfter(end)).as("%s, %d", text, end).isEqualTo(blank);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":\"}\"}"})
  void aPlausibleEndIsBelieved(String text) {
    assertThat(new BodyText(text + "\t").isBlankAfter(text.length())).isTrue();
    assertThat(new BodyText(text + "\t}").isBlankAfter(text.length())).isFalse();
  }
}
