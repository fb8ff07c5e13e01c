package dev.atlasrestore.internal.download;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.internal.text.HttpDates;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the first response of a download says about the file: its size, and how to resume a download
 * that breaks off.
 *
 * @param total the size of the file, if the server sent it
 * @param validator the header field that identifies the content of the file (a strong ETag or
 *     Last-Modified). A later response with the same field belongs to the same file. Null if the
 *     server does not accept ranges, or sent no such field, or a weak ETag
 */
public record ArchiveHead(OptionalLong total, @Nullable HttpHeader validator) {

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** A strong entity tag (RFC 9110, section 8.8.3) without control characters. It is sent back. */
  private static final Pattern STRONG_TAG = Pattern.compile("\"[^\"\\p{Cntrl}]*\"");

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

  /** Reads the head of a response that contains the whole file. */
  public static ArchiveHead of(HttpResponse response) {
    OptionalLong total =
        response
            .header("Content-Length")
            .map(String::strip)
            .filter(length -> DIGITS.matcher(length).matches())
            .map(length -> OptionalLong.of(Long.parseLong(length)))
            .filter(length -> response.header("Transfer-Encoding").isEmpty())
            .orElse(OptionalLong.empty());
    boolean acceptsRanges =
        response.headers("Accept-Ranges").stream()
            .anyMatch(units -> units.toLowerCase(Locale.ROOT).contains("bytes"));
    return new ArchiveHead(total, acceptsRanges ? validatorIn(response) : null);
  }

  private static @Nullable HttpHeader validatorIn(HttpResponse response) {
    Optional<String> tag = response.header("ETag");
    // RFC 9110, section 13.1.5: no date in If-Range if there is a tag, even a weak one.
    return tag.isPresent()
        ? tag.filter(text -> STRONG_TAG.matcher(text).matches())
            .map(strong -> field("ETag", strong))
            .orElse(null)
        : lastModified(response).map(date -> field("Last-Modified", date)).orElse(null);
  }

  /**
   * Returns {@code Last-Modified} if it identifies the content of the file (RFC 9110, section
   * 8.8.2.2): it is at least one second before {@code Date}. A file that changed less than a second
   * ago may change again and keep the same {@code Last-Modified}.
   */
  private static Optional<String> lastModified(HttpResponse response) {
    Optional<Instant> sent = date(response, "Date");
    Optional<Instant> modified = date(response, "Last-Modified");
    boolean proves =
        sent.isPresent()
            && modified.isPresent()
            && !modified.get().isAfter(sent.get().minusSeconds(1));
    return proves ? response.header("Last-Modified") : Optional.empty();
  }

  private static Optional<Instant> date(HttpResponse response, String name) {
    return response.header(name).flatMap(HttpDates::parse);
  }

  private static HttpHeader field(String name, String value) {
    return new HttpHeader(name, value);
  }

  /** Returns whether a download that breaks off can be resumed. */
  public boolean isResumable() {
    return validator != null;
  }

  /** Returns the request for the rest of the file. Requires {@link #isResumable()}. */
  public HttpRequest rest(HttpRequest request, long bytes) {
    return validator == null
        ? request
        : request
            .withHeader("Range", "bytes=" + bytes + "-")
            .withHeader("If-Range", validator.value());
  }

  /**
   * Returns the size of the file if this response continues the same file after this many bytes.
   *
   * @return empty if the response does not continue the file. Also empty if no response has stated
   *     the size of the file: a range may end before the end of the file, so the end of the range
   *     would not prove that the file is complete
   */
  public OptionalLong totalIfContinuedBy(HttpResponse response, long bytes) {
    Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
    boolean continues =
        response.status() == 206
            && range.matches()
            && Long.parseLong(range.group(1)) == bytes
            && validator != null
            && response.header(validator.name()).filter(validator.value()::equals).isPresent();
    if (!continues) {
      return OptionalLong.empty();
    }
    OptionalLong stated =
        range.group(3).equals("*") ? total : OptionalLong.of(Long.parseLong(range.group(3)));
    return total.isEmpty() || total.equals(stated) ? stated : OptionalLong.empty();
  }
}
