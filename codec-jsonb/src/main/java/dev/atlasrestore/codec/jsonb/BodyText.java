package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of a body that may be one JSON object: strict UTF-8 that begins with a brace.
 *
 * @param value the text, without byte order mark
 */
record BodyText(String value) {

  private static final char REPLACEMENT = '\uFFFD';

  /**
   * Decodes a body, in one pass in the usual case.
   *
   * @throws DecodingException if it is empty, is not UTF-8, or begins with anything but a brace
   */
  static BodyText of(byte[] body) {
    int start = hasByteOrderMark(body) ? 3 : 0;
    String text = new String(body, start, body.length - start, StandardCharsets.UTF_8);
    // The quick decoder replaces what is malformed. Only where it may have done so ask the strict.
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(ByteBuffer.wrap(body, start, body.length - start));
    }
    int first = firstAfterBlanks(text, 0);
    if (first == text.length()) {
      throw new DecodingException(null, "it is empty");
    }
    if (text.charAt(first) == '<') {
      throw new DecodingException(null, "it is HTML or XML, perhaps from a proxy in between");
    }
    if (text.charAt(first) != '{') {
      throw new DecodingException(null, "it is no JSON object");
    }
    return new BodyText(text);
  }

  /**
   * Whether nothing but white space follows the object.
   *
   * @param end where the parser says that the object ended; parsers may not know
   */
  boolean isBlankAfter(long end) {
    boolean plausible = end > 0 && end <= value.length() && value.charAt((int) end - 1) == '}';
    int next = plausible ? (int) end : endOfObject();
    return firstAfterBlanks(value, next) == value.length();
  }

  /** Where the first object ends, in text that a parser has found to be well-formed up to there. */
  private int endOfObject() {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case '{' -> depth += quoted ? 0 : 1;
        case '}' -> {
          depth -= quoted ? 0 : 1;
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
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private static void requireUtf8(ByteBuffer bytes) {
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    CharBuffer decoded = CharBuffer.allocate(1024);
    CoderResult result;
    do {
      decoded.clear();
      result = strict.decode(bytes, decoded, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new DecodingException(null, "it is not UTF-8");
    }
  }

  private static int firstAfterBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** White space as JSON has it (RFC 8259, section 2). */
  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
