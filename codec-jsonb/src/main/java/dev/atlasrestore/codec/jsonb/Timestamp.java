package dev.atlasrestore.codec.jsonb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses ISO 8601 timestamps.
 *
 * <p>The service sends the form {@code 2018-01-22T23:48:11Z}. This class parses that form without a
 * formatter: the formatters of {@code java.time} would make the decoding of a job 70 % slower. They
 * parse all other forms.
 */
final class Timestamp {

  private static final int USUAL_LENGTH = "2018-01-22T23:48:11Z".length();
  private static final int MAX_LENGTH = 64;

  /** Accepts the offsets {@code Z}, {@code +01:00} and {@code +01}; then {@code +0100}. */
  private static final List<DateTimeFormatter> FORMATTERS =
      List.of(formatter("+HH:mm:ss"), formatter("+HHMM"));

  private Timestamp() {}

  /** Parses a timestamp. Returns null if the text is not a timestamp or has no offset. */
  static @Nullable Instant parse(String text) {
    return hasUsualForm(text) ? parseUsual(text) : parseOther(text);
  }

  private static boolean hasUsualForm(String text) {
    return text.length() == USUAL_LENGTH
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && text.charAt(19) == 'Z';
  }

  private static @Nullable Instant parseUsual(String text) {
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns the number that the digits from start to end form. */
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a digit");
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static @Nullable Instant parseOther(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    for (DateTimeFormatter formatter : FORMATTERS) {
      try {
        return OffsetDateTime.parse(text, formatter).toInstant();
      } catch (DateTimeParseException e) {
        // The next formatter may accept the text.
      }
    }
    return null;
  }

  private static DateTimeFormatter formatter(String offsetPattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        .appendOffset(offsetPattern, "Z")
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
