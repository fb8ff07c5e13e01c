package dev.atlasrestore.internal.read;

import static dev.atlasrestore.exchange.Dialogue.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code Retry-After} in every format: rule 17 of the contract. */
class RetryAfterTest {

  private static final String DATE = "Date: Sun, 01 Mar 2026 12:00:00 GMT";

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "7, 7", "120, 120", "0000000000000000120, 120", "86400, 86400"})
  void digitsAreSeconds(String value, long seconds) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + value)))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000",
        "9999999999",
        "3155760001",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999999999999"
      })
  void largeNumberIsTheMaximum(String value) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + value))).contains(RetryAfter.MAX);
  }

  @Test
  void millionDigitsAreReadQuickly() {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + "9".repeat(1_000_000))))
        .contains(RetryAfter.MAX);
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + "0".repeat(1_000_000) + "5")))
        .contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 01 Mar 2026 12:00:30 GMT",
        "Sunday, 01-Mar-26 12:00:30 GMT",
        "Sun Mar  1 12:00:30 2026"
      })
  void dateInEachFormatIsComparedWithTheDateOfTheResponse(String value) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + value, DATE)))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.in(response(503, "", "Retry-After: 9", "Date: " + value)))
        .contains(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date: Sun, 01 Mar 2026 12:00:00 GMT",
        "Date: Sunday, 01-Mar-26 12:00:00 GMT",
        "Date: Sun Mar  1 12:00:00 2026",
        "date:   Sun, 01 Mar 2026 12:00:00 GMT  "
      })
  void dateOfTheResponseMayHaveEachFormat(String date) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: Sun, 01 Mar 2026 12:00:30 GMT", date)))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void asctimeDateMayHaveADayOfTwoDigits() {
    assertThat(
            RetryAfter.in(
                response(
                    503,
                    "",
                    "Retry-After: Sun Mar 15 12:00:30 2026",
                    "Date: Sun Mar 15 12:00:00 2026")))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void dateThatHasPassedIsZero() {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: Sun, 01 Mar 2026 11:59:59 GMT", DATE)))
        .contains(Duration.ZERO);
  }

  @Test
  void distantDateIsTheMaximum() {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", DATE)))
        .contains(RetryAfter.MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Date: yesterday", "X: y", "Date: Sun, 31 Feb 2026 12:00:00 GMT"})
  void dateIsIgnoredWithoutADateOfTheResponse(String date) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: Sun, 01 Mar 2026 12:00:30 GMT", date)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-1000000000000",
        "+5",
        "1.5",
        "1e3",
        "abc",
        "0x10",
        "5s",
        "٣",
        "12:00:30",
        "2026-03-01T12:00:30Z",
        "Sun, 01 Mar 2026",
        "Sun, 31 Feb 2026 12:00:30 GMT",
        "Mon, 01 Mar 2026 12:00:30 GMT",
        "Sun, 01 Mar 2026 25:00:00 GMT"
      })
  void unreadableValueIsIgnored(String value) {
    assertThat(RetryAfter.in(response(503, "", "Retry-After: " + value, DATE))).isEmpty();
  }

  @Test
  void responseWithoutRetryAfterAsksForNothing() {
    assertThat(RetryAfter.in(response(503, "", DATE))).isEmpty();
  }

  @Test
  void longestReadableValueCounts() {
    assertThat(
            RetryAfter.in(
                response(
                    503,
                    "",
                    "Retry-After: 5",
                    "retry-after: abc",
                    "Retry-After: Sun, 01 Mar 2026 12:00:30 GMT",
                    "RETRY-AFTER: 9",
                    DATE)))
        .contains(Duration.ofSeconds(30));
  }
}
