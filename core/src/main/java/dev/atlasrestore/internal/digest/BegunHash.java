package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A hash that has taken in the beginning of a text. Immutable and safe for use by many threads:
 * every hash goes on from a copy. So what many hashes begin with is hashed once, and no function is
 * looked up again, which is slower than a copy and may block.
 */
final class BegunHash {

  private final MessageDigest begun; // copied, never touched
  private final byte[] beginning;

  /** Nothing has been taken in yet. */
  BegunHash(MessageDigest function) {
    this(function, new byte[0]);
  }

  private BegunHash(MessageDigest begun, byte[] beginning) {
    this.begun = begun;
    this.beginning = beginning;
  }

  /** The same hash when it has taken in this as well. */
  BegunHash with(String text) {
    byte[] more = headerBytes(text);
    byte[] all = Arrays.copyOf(beginning, beginning.length + more.length);
    System.arraycopy(more, 0, all, beginning.length, more.length);
    MessageDigest further = copy();
    further.update(more);
    return new BegunHash(further, all);
  }

  /** The hash when these have followed, in lower-case hexadecimal digits. */
  String hex(String... texts) {
    MessageDigest copy = copy();
    for (String text : texts) {
      copy.update(headerBytes(text));
    }
    return HexFormat.of().formatHex(copy.digest());
  }

  /** The hash when these bytes have followed, in lower-case hexadecimal digits. */
  String hex(byte[] bytes) {
    return HexFormat.of().formatHex(copy().digest(bytes));
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) begun.clone();
    } catch (CloneNotSupportedException e) {
      MessageDigest another = another(begun.getAlgorithm());
      another.update(beginning);
      return another;
    }
  }

  private static MessageDigest another(String jcaName) {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a hash function has gone: " + jcaName, e);
    }
  }

  /**
   * The bytes that a text from a header field was on the wire. The HTTP stacks read each byte as
   * one character (ISO 8859-1), so writing them back the same way restores the server's bytes,
   * whatever its charset; text that cannot have come so is UTF-8.
   */
  static byte[] headerBytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean isAscii = utf8.length == text.length();
    return isAscii || text.chars().anyMatch(c -> c > 0xFF)
        ? utf8
        : text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
