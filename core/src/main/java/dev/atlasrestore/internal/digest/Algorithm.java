package dev.atlasrestore.internal.digest;

import java.util.Locale;
import java.util.Optional;

/**
 * The digest algorithms of RFC 7616, section 6.1, the strongest first; a session variant stands
 * just behind its own.
 *
 * <p>{@code SHA-512-256} is the JCA's {@code SHA-512/256}, which has an initial value of its own,
 * not a SHA-512 cut short (RFC errata 4897).
 */
public enum Algorithm {
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

  /** The algorithm of that name, in any case. */
  static Optional<Algorithm> named(String token) {
    for (Algorithm algorithm : values()) {
      if (algorithm.token.toLowerCase(Locale.ROOT).equals(token.toLowerCase(Locale.ROOT))) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The name of the hash function in the JCA. */
  String jcaName() {
    return jcaName;
  }

  /** Whether H(A1) takes in the nonce and the first cnonce. */
  boolean session() {
    return session;
  }
}
