package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * One hash function of this JVM. Safe for use by many threads. All results are in lower-case
 * hexadecimal digits.
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

  /** Returns the hash of a text; see {@link #headerBytes}. */
  String hash(String text) {
    return hash(headerBytes(text));
  }

  /** Returns the hash of these bytes. */
  String hash(byte[] bytes) {
    MessageDigest digest = copy();
    synchronized (digest) {
      return hash(digest, bytes);
    }
  }

  /** Returns the hash of a text that ends with the hash of another text. */
  String hashWithHash(String text, String hashed) {
    MessageDigest digest = copy();
    synchronized (digest) {
      String end = hash(digest, headerBytes(hashed));
      digest.update(headerBytes(text));
      return hash(digest, headerBytes(end));
    }
  }

  private static String hash(MessageDigest digest, byte[] bytes) {
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /**
   * Returns a clone of the prototype. The functions of some security devices cannot be cloned.
   * Threads share the prototype then, and must synchronize.
   */
  private MessageDigest copy() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      return prototype;
    }
  }

  /**
   * Returns the bytes that a text from a header field had on the wire.
   *
   * <p>The HTTP stacks decode each byte of a header field as one character (ISO 8859-1). Encoding
   * the text in the same way restores the server's bytes, for any charset of the server. A text
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
