package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * One hash function of this JVM. Safe for use by many threads.
 *
 * <p>Each hash is computed by a clone of the same {@link MessageDigest}. {@link
 * MessageDigest#getInstance} is not called for each hash, because it is slower than a clone and may
 * block an event loop.
 */
final class HashFunction {

  private final MessageDigest prototype;

  HashFunction(MessageDigest prototype) {
    this.prototype = prototype;
  }

  /** Returns the hash of a text in lower-case hexadecimal digits; see {@link #headerBytes}. */
  String hex(String text) {
    return hex(headerBytes(text));
  }

  /** Returns the hash of these bytes in lower-case hexadecimal digits. */
  String hex(byte[] bytes) {
    return HexFormat.of().formatHex(hash(bytes));
  }

  private byte[] hash(byte[] bytes) {
    try {
      return ((MessageDigest) prototype.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      // Some security devices offer functions that cannot be cloned: threads take turns then.
      synchronized (prototype) {
        return prototype.digest(bytes);
      }
    }
  }

  /**
   * Returns the bytes that a text from a header field had on the wire.
   *
   * <p>The HTTP stacks decode each byte of a header field as one character (ISO 8859-1). Encoding
   * the text in the same way restores the server's bytes, whatever charset the server used. A text
   * with a character above U+00FF cannot come from a header field. It is encoded in UTF-8.
   */
  static byte[] headerBytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean isAscii = utf8.length == text.length();
    return isAscii || text.chars().anyMatch(c -> c > 0xFF)
        ? utf8
        : text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
