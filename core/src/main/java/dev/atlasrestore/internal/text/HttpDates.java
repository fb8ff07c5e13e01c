package dev.atlasrestore.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the dates of HTTP header fields (RFC 9110, section 5.6.7). */
public final class HttpDates {

  /** The preferred format and the two obsolete formats. */
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          format("EEE, dd MMM uuuu HH:mm:ss 'GMT'"),
          format("EEEE, dd-MMM-uu HH:mm:ss 'GMT'"),
          format("EEE MMM ppd HH:mm:ss uuuu"));

  private HttpDates() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
  }

  /** Returns the instant; empty if the value is not a date. */
  public static Optional<Instant> parse(String value) {
    for (DateTimeFormatter format : FORMATS) {
      try {
        return Optional.of(format.parse(value.strip(), Instant::from));
      } catch (DateTimeException otherFormat) {
        // The value may have one of the other formats.
      }
    }
    return Optional.empty();
  }
}
