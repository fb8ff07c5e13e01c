package dev.atlasrestore.testkit;

/** The two forms of challenge that the service's servers send. */
public enum ChallengeShape {
  /**
   * {@code Digest realm="MMS Public API", domain="", nonce="…", algorithm=MD5, qop="auth",
   * stale=false}: Atlas, Cloud Manager and Ops Manager.
   */
  MD5("MD5", ""),
  /**
   * One SHA-256 challenge with {@code opaque}, {@code charset=UTF-8} and {@code userhash=false}:
   * newer servers.
   */
  SHA_256("SHA-256", "XW3o0DyMG9/pFSKc6xjLtZUhyko8Ieqp6oHIVupGffM=");

  private final String algorithm;
  private final String opaque;

  ChallengeShape(String algorithm, String opaque) {
    this.algorithm = algorithm;
    this.opaque = opaque;
  }

  String algorithm() {
    return algorithm;
  }

  String opaque() {
    return opaque;
  }

  String challenge(String realm, String nonce, boolean stale) {
    return this == MD5
        ? "Digest realm=\""
            + realm
            + "\", domain=\"\", nonce=\""
            + nonce
            + "\", algorithm=MD5, qop=\"auth\", stale="
            + stale
        : "Digest realm=\""
            + realm
            + "\", domain=\"/\", nonce=\""
            + nonce
            + "\", opaque=\""
            + opaque
            + "\", stale="
            + stale
            + ", algorithm=SHA-256, qop=\"auth\", charset=UTF-8, userhash=false";
  }
}
