package dev.atlasrestore.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bytes of an archive. They are generated block by block, so a large archive needs little
 * memory.
 */
final class ArchiveContent {

  private static final int BLOCK = 64 * 1024;

  private final long size;
  private final Source source;
  private final Map<String, String> hashes = new ConcurrentHashMap<>();

  /** Returns the bytes of an archive from one position up to another. */
  @FunctionalInterface
  private interface Source {
    byte[] bytes(long from, long to);
  }

  private ArchiveContent(long size, Source source) {
    this.size = size;
    this.source = source;
  }

  static ArchiveContent of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new ArchiveContent(
        copy.length, (from, to) -> Arrays.copyOfRange(copy, (int) from, (int) to));
  }

  /** Generates content of this size. Every archive of the same size has the same bytes. */
  static ArchiveContent generated(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("an archive cannot have " + size + " bytes");
    }
    return new ArchiveContent(size, ArchiveContent::generate);
  }

  private static byte[] generate(long from, long to) {
    byte[] bytes = new byte[(int) (to - from)];
    for (int i = 0; i < bytes.length; i++) {
      // The upper bits of the product with an odd number do not repeat soon.
      bytes[i] = (byte) (((from + i) * 0x9E3779B97F4A7C15L) >>> 56);
    }
    return bytes;
  }

  long size() {
    return size;
  }

  /** Returns at most 64 KiB from this position, and no byte at or after {@code end}. */
  byte[] block(long from, long end) {
    return source.bytes(from, Math.min(end, from + BLOCK));
  }

  /**
   * Returns the hash in lower-case hexadecimal digits.
   *
   * @param algorithm the name in Java, for example {@code SHA-1}
   */
  String hash(String algorithm) {
    return hashes.computeIfAbsent(algorithm, this::computeHash);
  }

  private String computeHash(String algorithm) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (long at = 0; at < size; at += BLOCK) {
        digest.update(block(at, size));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no such hash algorithm: " + algorithm, e);
    }
  }
}
