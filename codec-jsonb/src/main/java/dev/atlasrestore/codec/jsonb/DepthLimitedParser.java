package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;

/**
 * Reads the tokens of one JSON document and limits how deeply they nest.
 *
 * <p>Skips values token by token. {@link JsonParser#skipObject()} and {@link
 * JsonParser#skipArray()} are not used: they do not check the syntax of the skipped value, and they
 * may never return if the document is truncated.
 */
final class DepthLimitedParser {

  /** The maximum nesting of objects and arrays. An enveloped job needs 4 levels. */
  static final int MAX_DEPTH = 64;

  private final JsonParser parser;
  private int depth = 1;

  /**
   * Wraps a parser.
   *
   * @param parser its last token is the brace that opens the document
   */
  DepthLimitedParser(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the next token.
   *
   * @throws DecodingException if the document nests too deeply
   */
  Event next() {
    Event event = parser.next();
    switch (event) {
      case START_OBJECT, START_ARRAY -> {
        if (++depth > MAX_DEPTH) {
          throw new DecodingException(
              null, "objects and arrays nest deeper than " + MAX_DEPTH + " levels");
        }
      }
      case END_OBJECT, END_ARRAY -> depth--;
      default -> {}
    }
    return event;
  }

  /** Returns the text of the current name, string or number. */
  String text() {
    return parser.getString();
  }

  /**
   * Skips the rest of the value that begins with the last token.
   *
   * @param event the last token
   */
  void skipValue(Event event) {
    if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
      int outerDepth = depth - 1;
      while (depth > outerDepth) {
        next();
      }
    }
  }
}
