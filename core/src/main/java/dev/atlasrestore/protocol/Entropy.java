package dev.atlasrestore.protocol;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Creates the random generator for cnonces: a DRBG that is seeded at once. The platform's default
 * generator may read from a device on every draw, which would block an event loop. A seeded DRBG
 * only computes.
 */
final class Entropy {

  private Entropy() {}

  static SecureRandom seeded() {
    SecureRandom random = drbg();
    random.nextBytes(new byte[1]); // The first draw seeds the generator.
    return random;
  }

  private static SecureRandom drbg() {
    try {
      return SecureRandom.getInstance("DRBG");
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom(); // This JVM has other providers only: take its default.
    }
  }
}
