package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;

/**
 * The tokens of one document, not too deep.
 *
 * <p>Goes from token to token only: the parsers' own ways to leave out an object or an array do not
 * check what they leave out, and may not come back from half a document.
 */
final class Tokens {

  /** How deep objects and arrays may nest; an enveloped job needs 4. */
  static final int MAX_DEPTH = 64;

  private final JsonParser parser;
  private int depth = 1;

  /**
   * The tokens of a parser.
   *
   * @param parser stands on the brace that opens the document
   */
  Tokens(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The next token.
   *
   * @throws DecodingException if the document is too deep
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

  /** The text of the current name, string or number. */
  String text() {
    return parser.getString();
  }

  /** Passes over the rest of the value that begins with this token, which was the last. */
  void skip(Event first) {
    if (first == Event.START_OBJECT || first == Event.START_ARRAY) {
      int outside = depth - 1;
      while (depth > outside) {
        next();
      }
    }
  }
}
