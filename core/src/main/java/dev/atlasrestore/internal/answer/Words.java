package dev.atlasrestore.internal.answer;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.Locale;

/** How messages say things. */
public final class Words {

  private static final int LONGEST_QUOTE = 300;

  private Words() {}

  static String of(TransportFailure.Kind kind) {
    return switch (kind) {
      case REFUSED -> "nobody listens there, or the connection was refused";
      case UNKNOWN_HOST -> "the host's name does not resolve";
      case TIMEOUT -> "it did not come within the time allowed";
      case TLS ->
          "no secure connection could be made; check the certificate, its host name and the port";
      case CLOSED -> "the connection was closed before an answer came";
      case TRUNCATED -> "the answer was cut short";
      case MALFORMED -> "what came was not HTTP; check the port";
      case TOO_LARGE -> "the answer is larger than allowed (AtlasConfig.withMaxBodyBytes)";
      case POOL_EXHAUSTED -> "no pooled connection became free in time; use a larger pool";
      case CLIENT_CLOSED -> "the client is closed";
      case OTHER -> "the transport failed; see the cause";
    };
  }

  /** A duration for people, {@code 1h 2m 3.004s}. */
  public static String of(Duration duration) {
    return duration
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT)
        .replaceAll("(?<=[hm])", " ")
        .strip();
  }

  /** What somebody else said, on one line that has an end. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString().strip();
  }

  static String withoutUserInfo(String location) {
    return location.replaceFirst("//[^/]*@", "//");
  }
}
