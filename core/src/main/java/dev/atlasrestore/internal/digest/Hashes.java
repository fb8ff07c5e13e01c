package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The hash functions that this JVM has; one hardened for FIPS has no MD5. Immutable: prototypes are
 * made once and cloned for every hash, which is quicker than a look-up and never blocks.
 */
public final class Hashes {

  private final Map<String, MessageDigest> prototypes = new HashMap<>();

  /** Where hash functions come from. */
  @FunctionalInterface
  interface Source {
    MessageDigest get(String jcaName) throws NoSuchAlgorithmException;
  }

  /** The functions of this JVM. */
  public Hashes() {
    this(MessageDigest::getInstance);
  }

  Hashes(Source source) {
    for (Algorithm algorithm : Algorithm.values()) {
      try {
        prototypes.put(algorithm.jcaName(), source.get(algorithm.jcaName()));
      } catch (NoSuchAlgorithmException absent) {
        // Then no challenge with this algorithm can be answered, which has() says.
      }
    }
  }

  boolean has(Algorithm algorithm) {
    return prototypes.containsKey(algorithm.jcaName());
  }

  /** H(data) in lower-case hexadecimal digits; the text goes in as its header bytes. */
  String hex(Algorithm algorithm, String text) {
    return hex(algorithm, headerBytes(text));
  }

  /** H(data) in lower-case hexadecimal digits. */
  String hex(Algorithm algorithm, byte[] data) {
    MessageDigest prototype = prototypes.get(algorithm.jcaName());
    if (prototype == null) {
      throw new IllegalStateException("no " + algorithm.jcaName() + " in this JVM");
    }
    return HexFormat.of().formatHex(copy(prototype).digest(data));
  }

  /**
   * The bytes that a text from a header field was on the wire. The HTTP stacks read each byte as
   * one character (ISO 8859-1), so writing them back the same way restores the server's bytes,
   * whatever its charset; text that cannot have come so is UTF-8.
   */
  static byte[] headerBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest copy(MessageDigest prototype) {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      return another(prototype.getAlgorithm());
    }
  }

  private static MessageDigest another(String jcaName) {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a hash function has gone: " + jcaName, e);
    }
  }
}
