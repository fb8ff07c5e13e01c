package dev.atlasrestore.internal.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * The hash functions that this JVM has; one hardened for FIPS has no MD5. Immutable: each is looked
 * up once, and copied for every hash, which is quicker than a look-up and never blocks.
 */
public final class Hashes {

  private final Map<String, BegunHash> functions = new HashMap<>();

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
        functions.put(algorithm.jcaName(), new BegunHash(source.get(algorithm.jcaName())));
      } catch (NoSuchAlgorithmException absent) {
        // Then no challenge with this algorithm can be answered, which has() says.
      }
    }
  }

  boolean has(Algorithm algorithm) {
    return functions.containsKey(algorithm.jcaName());
  }

  /**
   * The hash of an algorithm, to be begun.
   *
   * @throws IllegalStateException if this JVM does not {@linkplain #has have} it
   */
  BegunHash of(Algorithm algorithm) {
    BegunHash hash = functions.get(algorithm.jcaName());
    if (hash == null) {
      throw new IllegalStateException("no " + algorithm.jcaName() + " in this JVM");
    }
    return hash;
  }
}
