package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a response body that may be one JSON object.
 *
 * @param value the decoded text without a byte order mark
 */
record JsonText(String value) {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final char REPLACEMENT_CHARACTER = '\uFFFD';

  /**
   * Decodes a response body.
   *
   * @throws DecodingException if the body is empty, is not UTF-8, or does not begin with a brace
   */
  static JsonText decode(byte[] body) {
    String text = decodeUtf8(body, hasByteOrderMark(body) ? BYTE_ORDER_MARK.length : 0);
    int first = skipBlanks(text, 0);
    if (first == text.length()) {
      throw new DecodingException(null, "it is empty");
    }
    if (text.charAt(first) == '<') {
      throw new DecodingException(null, "it is HTML or XML, possibly from a proxy");
    }
    if (text.charAt(first) != '{') {
      throw new DecodingException(null, "it is not a JSON object");
    }
    return new JsonText(text);
  }

  /**
   * Returns whether only white space follows the object.
   *
   * @param endOffset the offset of the first character after the object, as the parser reported it.
   *     If it cannot be right, this method finds the end of the object itself.
   */
  boolean isBlankAfter(long endOffset) {
    boolean isPlausible =
        endOffset > 0 && endOffset <= value.length() && value.charAt((int) endOffset - 1) == '}';
    int end = isPlausible ? (int) endOffset : findEndOfObject();
    return skipBlanks(value, end) == value.length();
  }

  /** Finds the end of the first object. The parser has already found it to be well-formed. */
  private int findEndOfObject() {
    int depth = 0;
    boolean isQuoted = false;
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> i++;
        case '"' -> isQuoted = !isQuoted;
        case '{' -> depth += isQuoted ? 0 : 1;
        case '}' -> {
          depth -= isQuoted ? 0 : 1;
          if (depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return value.length();
  }

  private static boolean hasByteOrderMark(byte[] body) {
    int length = BYTE_ORDER_MARK.length;
    return body.length >= length && Arrays.equals(body, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  private static String decodeUtf8(byte[] body, int start) {
    String text = new String(body, start, body.length - start, StandardCharsets.UTF_8);
    // Malformed bytes become this character. Encoded again, it differs from the malformed bytes.
    if (text.indexOf(REPLACEMENT_CHARACTER) >= 0) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(encoded, 0, encoded.length, body, start, body.length)) {
        throw new DecodingException(null, "it is not UTF-8");
      }
    }
    return text;
  }

  private static int skipBlanks(String text, int start) {
    int i = start;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** White space as RFC 8259, section 2 defines it. */
  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
