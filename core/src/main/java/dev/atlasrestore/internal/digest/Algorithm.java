package dev.atlasrestore.internal.digest;

import java.util.Locale;
import java.util.Optional;

/**
 * The digest algorithms of RFC 7616, section 6.1, the strongest first. Each session variant follows
 * its plain variant.
 *
 * <p>{@code SHA-512-256} is the JCA's {@code SHA-512/256}. That function has its own initial value,
 * so it is not a truncated SHA-512 (RFC errata 4897).
 */
enum Algorithm {
  SHA_512_256("SHA-512-256", "SHA-512/256", false),
  SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true),
  SHA_256("SHA-256", "SHA-256", false),
  SHA_256_SESS("SHA-256-sess", "SHA-256", true),
  MD5("MD5", "MD5", false),
  MD5_SESS("MD5-sess", "MD5", true);

  private final String token;
  private final String jcaName;
  private final boolean session;

  Algorithm(String token, String jcaName, boolean session) {
    this.token = token;
    this.jcaName = jcaName;
    this.session = session;
  }

  /** Returns the algorithm with this token, ignoring case; empty if it is unknown. */
  static Optional<Algorithm> forToken(String token) {
    String lowerCase = token.toLowerCase(Locale.ROOT);
    for (Algorithm algorithm : values()) {
      if (algorithm.token.toLowerCase(Locale.ROOT).equals(lowerCase)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** Returns the name of the hash function in the JCA. */
  String jcaName() {
    return jcaName;
  }

  /** Returns whether H(A1) is a session key (RFC 7616, section 3.4.2). */
  boolean session() {
    return session;
  }
}
