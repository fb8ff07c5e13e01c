package dev.atlasrestore.internal.auth;

/**
 * Records whether the client's key has worked. If it has, calls doubt a refusal of the key. Safe
 * for use by many threads.
 *
 * <p>A call doubts the refusal of a fresh nonce once, if the key is trusted. The call then sends an
 * unsigned request to get another challenge. There are three reasons to doubt:
 *
 * <ul>
 *   <li>A load balancer sends the requests of a call to different nodes, which do not share their
 *       nonces.
 *   <li>The nonce expired on the way.
 *   <li>The server checks a nonce against {@code opaque}, and sends the same {@code opaque} when it
 *       refuses, as Apache httpd does with {@code AuthDigestNcCheck On} or {@code
 *       AuthDigestNonceLifetime 0}. There, concurrent calls invalidate each other's fresh nonces.
 *       An unsigned request gets a new {@code opaque}. Such a refusal may say {@code stale=true}.
 *       So a call also doubts a stale refusal, if other signed requests were in flight beside its
 *       own.
 * </ul>
 *
 * <p>The key is trusted after a success. If the server refuses the second try too, the key is not
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
