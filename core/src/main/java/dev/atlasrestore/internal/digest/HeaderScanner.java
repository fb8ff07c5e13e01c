package dev.atlasrestore.internal.digest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splits a header field into tokens, quoted strings, commas and equals signs. Never throws. Moves
 * back by at most one token, so the work is linear in the length of the field.
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

  /** Returns whether this character is the next one. */
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

  /** Skips blanks and commas, and so also empty list elements. */
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

  /** Reads the token (RFC 9110, section 5.6.2) at this position; it may be empty. */
  String token() {
    int start = at;
    while (at < text.length() && isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /**
   * Reads the token68 (RFC 9110, section 11.2) at this position. It must fill the rest of its list
   * element; otherwise the position stays, and the result is empty.
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
   * Reads the parameter value at this position. A quoted value is unescaped. An unquoted value ends
   * at a blank or a comma and may hold any other character, because some servers do not quote their
   * nonces.
   *
   * @return null if a quoted value has no closing quote; the whole field is consumed then
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
