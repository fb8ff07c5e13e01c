package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;

/**
 * Looks over a text before it is parsed: whether it is one JSON object and nothing else, and not
 * nested deeper than any job. A parser that stops at the object's end would not see what comes
 * behind it, and a nesting without end costs a parser its stack.
 */
final class Outline {

  private static final int MAX_DEPTH = 64;

  private Outline() {}

  static void requireOneObject(String text) {
    int start = skipBlanks(text, 0);
    if (start == text.length()) {
      throw new DecodingException(null, "it is empty");
    }
    if (text.charAt(start) != '{') {
      throw new DecodingException(null, "it is not a JSON object");
    }
    int end = endOfObject(text, start);
    if (skipBlanks(text, end) != text.length()) {
      throw new DecodingException(null, "something follows the JSON object");
    }
  }

  private static int endOfObject(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '"' -> i = endOfString(text, i + 1);
        case '{', '[' -> {
          if (++depth > MAX_DEPTH) {
            throw new DecodingException(null, "it is nested deeper than " + MAX_DEPTH + " levels");
          }
        }
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    throw cutShort();
  }

  private static int endOfString(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c == '\\') {
        i++;
      }
    }
    throw cutShort();
  }

  private static DecodingException cutShort() {
    return new DecodingException(null, "it ends in the middle");
  }

  private static int skipBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
