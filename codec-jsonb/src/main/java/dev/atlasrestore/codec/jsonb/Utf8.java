package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns bytes into text: UTF-8 whatever a label says (RFC 8259, section 8.1), a byte order mark
 * left out, nothing replaced.
 */
final class Utf8 {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(byte[] body) {
    int start = hasMark(body) ? 3 : 0;
    String text = new String(body, start, body.length - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(body); // the character may stand in the text by right
    }
    return text;
  }

  private static boolean hasMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private static void requireValid(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw new DecodingException(null, "it is not UTF-8");
    }
  }
}
