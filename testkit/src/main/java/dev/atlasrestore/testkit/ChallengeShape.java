package dev.atlasrestore.testkit;

/** The forms of the digest challenge that the service and its newer servers send. */
public enum ChallengeShape {
  /**
   * The challenge of Atlas, Cloud Manager and Ops Manager: {@code Digest realm="MMS Public API",
   * domain="", nonce="…", algorithm=MD5, qop="auth", stale=false}. It has no {@code opaque}.
   */
  MD5("MD5", "", false),
  /**
   * The challenge of newer servers: SHA-256 with {@code opaque}, {@code charset=UTF-8} and {@code
   * userhash=false}.
   */
  SHA_256("SHA-256", "XW3o0DyMG9/pFSKc6xjLtZUhyko8Ieqp6oHIVupGffM=", false),
  /** Like {@link #SHA_256} with {@code userhash=true}: the client must hash the user name. */
  SHA_256_USERHASH("SHA-256", "XW3o0DyMG9/pFSKc6xjLtZUhyko8Ieqp6oHIVupGffM=", true);

  static final String REALM = "MMS Public API";

  private final String algorithm;
  private final String opaque;
  private final boolean userhash;

  ChallengeShape(String algorithm, String opaque, boolean userhash) {
    this.algorithm = algorithm;
    this.opaque = opaque;
    this.userhash = userhash;
  }

  String algorithm() {
    return algorithm;
  }

  /** The {@code opaque} parameter; empty if there is none. */
  String opaque() {
    return opaque;
  }

  /** Whether the client must hash the user name. */
  boolean userhash() {
    return userhash;
  }

  /** Whether the challenge has {@code charset=UTF-8}. */
  boolean hasCharset() {
    return this != MD5;
  }

  /** Returns the value of the {@code WWW-Authenticate} field. */
  String challenge(String nonce, boolean stale) {
    String start = "Digest realm=\"" + REALM + "\", ";
    if (this == MD5) {
      return start
          + "domain=\"\", nonce=\""
          + nonce
          + "\", algorithm=MD5, qop=\"auth\", stale="
          + stale;
    }
    return start
        + "domain=\"/\", nonce=\""
        + nonce
        + "\", opaque=\""
        + opaque
        + "\", stale="
        + stale
        + ", algorithm=SHA-256, qop=\"auth\", charset=UTF-8, userhash="
        + userhash;
  }
}
