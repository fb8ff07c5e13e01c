package dev.atlasrestore.protocol;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Makes the random generator that cnonces come from: a DRBG, seeded here and now. Later draws
 * compute and nothing else, while the platform's default generator may read a device, on whatever
 * event loop asks it.
 */
final class Entropy {

  private Entropy() {}

  static SecureRandom seeded() {
    SecureRandom random = drbg();
    random.nextBytes(new byte[1]); // seeds it
    return random;
  }

  private static SecureRandom drbg() {
    try {
      return SecureRandom.getInstance("DRBG");
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom(); // a JVM with other providers only; its own default then
    }
  }
}
