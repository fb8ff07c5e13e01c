package dev.atlasrestore.codec.jsonb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the accepted and the rejected forms of timestamps. */
class TimestampTest {

  @ParameterizedTest
  @CsvSource({
    "2018-01-22T23:48:11Z,2018-01-22T23:48:11Z",
    "2018-01-22T23:48:11.5Z,2018-01-22T23:48:11.500Z",
    "2018-01-22T23:48:11.123456789Z,2018-01-22T23:48:11.123456789Z",
    "2018-01-22T23:48:11+00:00,2018-01-22T23:48:11Z",
    "2018-01-22T23:48:11-00:00,2018-01-22T23:48:11Z",
    "2018-01-22T23:48:11+05:30,2018-01-22T18:18:11Z",
    "2018-01-22T23:48:11.25-01:00,2018-01-23T00:48:11.250Z",
    "2018-01-22T23:48:11+0530,2018-01-22T18:18:11Z",
    "2018-01-22T23:48:11-01,2018-01-23T00:48:11Z",
    "2018-01-22T23:48Z,2018-01-22T23:48:00Z",
    "2018-01-22t23:48:11z,2018-01-22T23:48:11Z",
    "2000-02-29T00:00:00Z,2000-02-29T00:00:00Z",
    "0000-02-29T00:00:00Z,0000-02-29T00:00:00Z",
    "9999-12-31T23:59:59Z,9999-12-31T23:59:59Z"
  })
  void isoFormWithAnOffsetIsParsed(String text, Instant instant) {
    assertThat(Timestamp.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2018-01-22",
        "2018-01-22T23:48:11",
        "2018-01-22 23:48:11Z",
        "1516664891",
        "2018-01-22T23:48:11ZZ",
        "2018-01-22T23:48:11Z ",
        " 2018-01-22T23:48:11Z",
        "2018-00-22T23:48:11Z",
        "2018-13-22T23:48:11Z",
        "2018-01-00T23:48:11Z",
        "2018-01-32T23:48:11Z",
        "2018-04-31T23:48:11Z",
        "2018-02-29T23:48:11Z",
        "1900-02-29T23:48:11Z",
        "2018-01-22T24:00:00Z",
        "2018-01-22T25:00:00Z",
        "2018-01-22T23:60:11Z",
        "2018-01-22T23:48:60Z",
        "2016-12-31T23:59:60Z",
        "2018-01-22T23:48:1\u0661Z",
        "-018-01-22T23:48:11Z",
        "+018-01-22T23:48:11Z",
        "2018-01-22T23:48:11+19:00",
        "2018-01-22T23:48:11+1",
        "2018-01-22T23:48:11+05:3",
        "2018-01-22T23:48:11.1234567890Z",
        "2018-01-22T23:48:11Z[UTC]",
        "2018-W04-1T23:48:11Z"
      })
  void nonexistentInstantOrMissingOffsetGivesNull(String text) {
    assertThat(Timestamp.parse(text)).isNull();
  }

  /** The usual form is not parsed by java.time, but the result must be the same. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void usualFormIsParsedAsJavaTimeParsesIt(long seed) {
    Random random = new Random(seed);
    int parsed = 0;
    int rejected = 0;
    for (int i = 0; i < 4_000; i++) {
      String text = random.nextInt(4) == 0 ? damaged(usual(random), random) : usual(random);
      Instant expected = byJavaTime(text);
      assertThat(Timestamp.parse(text)).as("seed %d, %s", seed, text).isEqualTo(expected);
      parsed += expected == null ? 0 : 1;
      rejected += expected == null ? 1 : 0;
    }
    assertThat(parsed).as("parsed, seed %d", seed).isGreaterThan(500);
    assertThat(rejected).as("rejected, seed %d", seed).isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 100, 400, 1900, 1999, 2000, 2024, 2026, 2100, 9999})
  void everyDayOfAYearIsParsedAsJavaTimeParsesIt(int year) {
    for (int month = 0; month <= 13; month++) {
      for (int day = 0; day <= 32; day++) {
        String text = "%04d-%02d-%02dT12:34:56Z".formatted(year, month, day);
        assertThat(Timestamp.parse(text)).as(text).isEqualTo(byJavaTime(text));
      }
    }
  }

  /** Returns a timestamp in the usual form. Its fields are often just out of range. */
  private static String usual(Random random) {
    return "%04d-%02d-%02dT%02d:%02d:%02dZ"
        .formatted(
            random.nextInt(10_000),
            random.nextInt(14),
            random.nextInt(33),
            random.nextInt(25),
            random.nextInt(61),
            random.nextInt(61));
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    damaged.setCharAt(
        random.nextInt(text.length()),
        "0123456789-:TZtz.+ /;\u0660\uff11".charAt(random.nextInt(23)));
    return damaged.toString();
  }

  private static Instant byJavaTime(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
