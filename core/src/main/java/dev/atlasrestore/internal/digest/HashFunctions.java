package dev.atlasrestore.internal.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * The hash functions of this JVM. Immutable; every function is looked up once, when the client is
 * made. A JVM in FIPS mode has no MD5.
 */
final class HashFunctions {

  private final Map<String, HashFunction> byJcaName = new HashMap<>();

  /** Looks up a hash function. */
  @FunctionalInterface
  interface Source {
    MessageDigest get(String jcaName) throws NoSuchAlgorithmException;
  }

  HashFunctions() {
    this(MessageDigest::getInstance);
  }

  HashFunctions(Source source) {
    for (Algorithm algorithm : Algorithm.values()) {
      try {
        byJcaName.put(algorithm.jcaName(), new HashFunction(source.get(algorithm.jcaName())));
      } catch (NoSuchAlgorithmException e) {
        // supports() returns false for this algorithm, so its challenges are skipped.
      }
    }
  }

  /** Returns whether this JVM has the hash function of an algorithm. */
  boolean supports(Algorithm algorithm) {
    return byJcaName.containsKey(algorithm.jcaName());
  }

  /**
   * Returns the hash function of an algorithm.
   *
   * @throws IllegalStateException if this JVM does not {@linkplain #supports support} it
   */
  HashFunction of(Algorithm algorithm) {
    HashFunction function = byJcaName.get(algorithm.jcaName());
    if (function == null) {
      throw new IllegalStateException("This JVM has no hash function " + algorithm.jcaName());
    }
    return function;
  }
}
