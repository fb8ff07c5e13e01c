package dev.atlasrestore.internal.read;

import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.internal.text.HttpDates;
import dev.atlasrestore.internal.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads {@code Retry-After} (RFC 9110, section 10.2.3), which is a number of seconds or a date.
 *
 * <p>A date is compared with the {@code Date} field of the same response, so the local clock does
 * not need to agree with the server's clock. A date that has passed counts as zero. A date without
 * a {@code Date} field, and a value that is neither seconds nor a date, are ignored. The longest of
 * several values counts. A value above {@link #MAX} counts as {@link #MAX}.
 */
public final class RetryAfter {

  /** As long as the longest deadline, and short enough that no sum with an instant overflows. */
  static final Duration MAX = Duration.ofDays(36_500);

  /** More digits are read as {@link #MAX}, and fewer always fit into a {@code long}. */
  private static final int MAX_DIGITS = 10;

  private RetryAfter() {}

  /** Returns the time that the response asks to wait, if it does. */
  public static Optional<Duration> in(HttpResponse response) {
    return response.headers("Retry-After").stream()
        .flatMap(value -> read(value.strip(), response).stream())
        .max(Duration::compareTo);
  }

  private static Optional<Duration> read(String value, HttpResponse response) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(seconds(value));
    }
    Optional<Instant> sent = response.header("Date").flatMap(HttpDates::parse);
    return HttpDates.parse(value)
        .flatMap(until -> sent.map(from -> Duration.between(from, until)))
        .map(delay -> delay.isNegative() ? Duration.ZERO : Times.shorter(delay, MAX));
  }

  private static Duration seconds(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MAX_DIGITS
        ? MAX
        : Times.shorter(Duration.ofSeconds(Long.parseLong(significant)), MAX);
  }
}
