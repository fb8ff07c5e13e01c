package dev.atlasrestore.testkit;

/** The forms of challenge that the service's servers send. */
public enum ChallengeShape {
  /**
   * {@code Digest realm="MMS Public API", domain="", nonce="…", algorithm=MD5, qop="auth",
   * stale=false}: Atlas, Cloud Manager and Ops Manager. No {@code opaque}; {@code algorithm} and
   * {@code stale} without quotes.
   */
  MD5("MD5", "", false),
  /**
   * One SHA-256 challenge with {@code opaque}, {@code charset=UTF-8} and {@code userhash=false}:
   * newer servers.
   */
  SHA_256("SHA-256", "XW3o0DyMG9/pFSKc6xjLtZUhyko8Ieqp6oHIVupGffM=", false),
  /** The same with {@code userhash=true}: the user name comes as a hash. */
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

  /** What clients must send back; empty if there is none. */
  String opaque() {
    return opaque;
  }

  /** Whether the user name is to come as a hash. */
  boolean userhash() {
    return userhash;
  }

  /** Whether the server says {@code charset=UTF-8}. */
  boolean saysUtf8() {
    return this != MD5;
  }

  /** The value of a {@code WWW-Authenticate} field. */
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
