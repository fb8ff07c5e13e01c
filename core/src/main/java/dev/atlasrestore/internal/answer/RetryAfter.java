package dev.atlasrestore.internal.answer;

import dev.atlasrestore.exchange.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. A date is taken against
 * the answer's own {@code Date}, so no clock needs to agree with the server's; without one it is as
 * if missing. What cannot be read is missing too; of several the longest counts; a date that has
 * passed is zero; nothing is longer than {@link #LONGEST}.
 */
final class RetryAfter {

  /** Beyond every deadline, and far from where arithmetic overflows. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  /** RFC 9110, section 5.6.7: the form to use and the two obsolete ones. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  static Optional<Duration> in(HttpResponse response) {
    return response.headers("Retry-After").stream()
        .flatMap(value -> read(value.strip(), response).stream())
        .max(Duration::compareTo);
  }

  private static Optional<Duration> read(String value, HttpResponse response) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(seconds(value));
    }
    return date(value)
        .flatMap(
            until ->
                response
                    .header("Date")
                    .flatMap(RetryAfter::date)
                    .map(sent -> Duration.between(sent, until)))
        .map(delay -> delay.isNegative() ? Duration.ZERO : shorter(delay, LONGEST));
  }

  private static Duration seconds(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > 10
        ? LONGEST
        : shorter(Duration.ofSeconds(Long.parseLong(significant)), LONGEST);
  }

  private static Optional<Instant> date(String value) {
    for (DateTimeFormatter form : DATES) {
      try {
        return Optional.of(form.parse(value.strip(), Instant::from));
      } catch (DateTimeException otherForm) {
        // try the next
      }
    }
    return Optional.empty();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
