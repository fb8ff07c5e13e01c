package dev.atlasrestore.internal.digest;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Cnonces of 128 random bits.
 *
 * <p>The bits of 32 cnonces are drawn at once, because a DRBG needs about 300 ns for any number of
 * bits up to several thousand. If each cnonce were drawn alone, it would cost half as much as the
 * signature that uses it.
 */
final class RandomCnonces implements CnonceSource {

  private static final int BYTES = 128 / 8;
  private static final int CNONCES_AT_ONCE = 32;

  private final SecureRandom random;
  private final byte[] block = new byte[CNONCES_AT_ONCE * BYTES];
  private int used = block.length;

  /**
   * @param random must never block, because event loops call it
   */
  RandomCnonces(SecureRandom random) {
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public synchronized String next() {
    if (used == block.length) {
      random.nextBytes(block);
      used = 0;
    }
    used += BYTES;
    return HexFormat.of().formatHex(block, used - BYTES, used);
  }
}
