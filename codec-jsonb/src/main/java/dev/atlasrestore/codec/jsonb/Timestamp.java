package dev.atlasrestore.codec.jsonb;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * ISO 8601 timestamps.
 *
 * <p>The service writes {@code 2018-01-22T23:48:11Z}. That form is read by hand, which takes a
 * twentieth of the time; every other form, and every date that does not exist, is left to {@code
 * java.time}.
 */
final class Timestamp {

  private static final int USUAL_LENGTH = "2018-01-22T23:48:11Z".length();
  private static final int MAX_LENGTH = 64;
  private static final int SECONDS_PER_DAY = 86_400;

  /** Offsets as {@code Z}, {@code +01:00} and {@code +01}; and as {@code +0100}. */
  private static final List<DateTimeFormatter> FORMS = List.of(form("+HH:mm:ss"), form("+HHMM"));

  private Timestamp() {}

  /** Reads a timestamp; null if it is none, or has no offset. */
  static @Nullable Instant parse(String text) {
    Instant usual = parseUsual(text);
    return usual != null ? usual : parseOther(text);
  }

  private static @Nullable Instant parseUsual(String text) {
    if (text.length() != USUAL_LENGTH
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(19) != 'Z') {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (!isDate(year, month, day) || !isTime(hour, minute, second)) {
      return null;
    }
    int secondOfDay = (hour * 60 + minute) * 60 + second;
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(days * SECONDS_PER_DAY + secondOfDay);
  }

  private static @Nullable Instant parseOther(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    for (DateTimeFormatter form : FORMS) {
      try {
        return OffsetDateTime.parse(text, form).toInstant();
      } catch (DateTimeParseException e) {
        // Perhaps the next form.
      }
    }
    return null;
  }

  private static boolean isDate(int year, int month, int day) {
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(month, year);
  }

  private static int lengthOf(int month, int year) {
    return switch (month) {
      case 2 -> Year.isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isTime(int hour, int minute, int second) {
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  }

  /** The number that these characters are; -1 if one of them is no digit. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static DateTimeFormatter form(String offset) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        .appendOffset(offset, "Z")
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
