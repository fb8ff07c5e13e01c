package dev.atlasrestore.internal.digest;

/** Writes quoted strings (RFC 9110, section 5.6.4). */
final class QuotedString {

  private QuotedString() {}

  /** Returns the text in quotes, with quotes and backslashes escaped. */
  static String of(String text) {
    return '"' + escape(text) + '"';
  }

  /** Returns the text with quotes and backslashes escaped, without quotes around it. */
  static String escape(String text) {
    return text.indexOf('"') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
