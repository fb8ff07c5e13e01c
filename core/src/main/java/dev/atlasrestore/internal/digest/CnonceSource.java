package dev.atlasrestore.internal.digest;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** Makes cnonces. Safe for use by many threads. */
@FunctionalInterface
interface CnonceSource {

  /** Returns a new cnonce. */
  String next();

  /**
   * Draws 128 random bits for each cnonce.
   *
   * @param random must never block, because event loops call it
   */
  static CnonceSource of(SecureRandom random) {
    Objects.requireNonNull(random, "random");
    return () -> {
      byte[] bits = new byte[128 / 8];
      random.nextBytes(bits);
      return HexFormat.of().formatHex(bits);
    };
  }
}
