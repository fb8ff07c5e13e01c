package dev.atlasrestore.internal.auth;

/**
 * Whether the client's key has worked, so that a refusal of it is doubtful. Safe for use by many
 * threads.
 *
 * <p>A call doubts one refusal of a fresh nonce if the key is trusted and other signed requests
 * were in flight beside the call's own. The call then sends an unsigned request to get another
 * challenge. The reason is servers that check a nonce against {@code opaque} and send the same
 * {@code opaque} when they refuse, as Apache httpd does with {@code AuthDigestNcCheck On} or {@code
 * AuthDigestNonceLifetime 0}. There, concurrent calls invalidate each other's fresh nonces, and the
 * refusal looks like a wrong key. An unsigned request gets a new {@code opaque}.
 *
 * <p>The key is trusted after a success. If the second try is refused too, the key is no longer
 * trusted until the next success.
 */
final class CredentialTrust {

  private long successes;
  private long successesAtLastDistrust;

  /** Records that a signed request got a 2xx response. */
  synchronized void recordSuccess() {
    successes++;
  }

  /** Returns how many signed requests got a 2xx response. */
  synchronized long successes() {
    return successes;
  }

  /** Returns whether the key has worked since the last confirmed refusal. */
  synchronized boolean isTrusted() {
    return successes > successesAtLastDistrust;
  }

  /**
   * Records that a call was refused, tried again unsigned, and was refused again. The key may have
   * been withdrawn, unless another call has succeeded meanwhile.
   *
   * @param successesAtDoubt the number of successes when the call began to doubt
   */
  synchronized void confirmRefusal(long successesAtDoubt) {
    if (successes == successesAtDoubt) {
      successesAtLastDistrust = successes;
    }
  }
}
