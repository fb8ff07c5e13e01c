package dev.atlasrestore.codec.jsonb;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/** Values of numbers and times in text; null for what is none. */
final class Values {

  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_TIME = 64;
  private static final int LONG_DIGITS = 19;
  private static final DateTimeFormatter ISO_8601 =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private Values() {}

  /**
   * A whole number, also one written as {@code 1.0} or {@code 1e2}; null if it is none, or none
   * that a long holds.
   */
  static @Nullable Long whole(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (number.signum() == 0) {
        return 0L;
      }
      // also keeps 1e999999999 from being written out
      boolean fits =
          (long) number.precision() - number.scale() <= LONG_DIGITS
              && number.scale() <= LONGEST_NUMBER;
      return fits ? (Long) number.longValueExact() : null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** An ISO 8601 time with an offset; null if it is none. */
  static @Nullable Instant time(String text) {
    if (text.length() > LONGEST_TIME) {
      return null;
    }
    try {
      return isUsual(text) ? usual(text) : ISO_8601.parse(text, OffsetDateTime::from).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** {@code 2018-01-22T23:48:11Z}: the form that the service uses. */
  private static boolean isUsual(String text) {
    if (text.length() != 20) {
      return false;
    }
    for (int i = 0; i < 20; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case 19 -> c == 'Z';
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Instant usual(String text) {
    int year = 100 * two(text, 0) + two(text, 2);
    LocalDateTime time =
        LocalDateTime.of(
            year, two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17));
    return time.toInstant(ZoneOffset.UTC);
  }

  private static int two(String text, int at) {
    return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
  }
}
