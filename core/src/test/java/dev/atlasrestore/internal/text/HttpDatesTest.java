package dev.atlasrestore.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 01 Mar 2026 12:00:00 GMT",
        "Sunday, 01-Mar-26 12:00:00 GMT",
        "Sun Mar  1 12:00:00 2026",
        " Sun, 01 Mar 2026 12:00:00 GMT\t"
      })
  void everyFormatIsRead(String value) {
    assertThat(HttpDates.parse(value)).contains(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "1772366400", "Mon, 01 Mar 2026 12:00:00 GMT", "2026-03-01"})
  void otherTextIsNoDate(String value) {
    assertThat(HttpDates.parse(value)).isEmpty();
  }
}
