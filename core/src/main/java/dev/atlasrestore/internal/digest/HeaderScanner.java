package dev.atlasrestore.internal.digest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks once over a header field made of tokens, quoted strings, commas and equals signs. Never
 * throws and never goes back over more than one token, so the work is linear whatever the field
 * holds.
 */
final class HeaderScanner {

  private final String text;
  private int at;

  HeaderScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  int position() {
    return at;
  }

  boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  void skip() {
    at++;
  }

  void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** Skips blanks, commas and the empty list elements between them. */
  void skipSeparators() {
    while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == ',')) {
      at++;
    }
  }

  void skipToComma() {
    while (at < text.length() && text.charAt(at) != ',') {
      at++;
    }
  }

  /** The token that begins here (RFC 9110, section 5.6.2), possibly empty. */
  String token() {
    int start = at;
    while (at < text.length() && isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /**
   * The token68 that begins here and fills the rest of its list element (RFC 9110, section 11.2).
   */
  Optional<String> token68() {
    int start = at;
    while (at < text.length() && isToken68Char(text.charAt(at))) {
      at++;
    }
    while (sees('=')) {
      at++;
    }
    String token = text.substring(start, at);
    skipBlanks();
    if (!token.isEmpty() && (atEnd() || sees(','))) {
      return Optional.of(token);
    }
    at = start;
    return Optional.empty();
  }

  /**
   * The parameter value that begins here, unescaped if quoted; an unquoted one ends at a blank or a
   * comma, whatever it holds: nonces have been seen unquoted. Null if a quoted string does not end;
   * then nothing is left to read.
   */
  @Nullable String value() {
    if (sees('"')) {
      at++;
      return quoted();
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private @Nullable String quoted() {
    int start = at;
    StringBuilder unescaped = null;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return unescaped == null ? text.substring(start, at - 1) : unescaped.toString();
      }
      if (c == '\\' && at < text.length()) {
        if (unescaped == null) {
          unescaped = new StringBuilder(text.substring(start, at - 1));
        }
        unescaped.append(text.charAt(at++));
      } else if (unescaped != null) {
        unescaped.append(c);
      }
    }
    return null;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isTokenChar(char c) {
    return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isToken68Char(char c) {
    return isAlphanumeric(c) || "-._~+/".indexOf(c) >= 0;
  }
}
