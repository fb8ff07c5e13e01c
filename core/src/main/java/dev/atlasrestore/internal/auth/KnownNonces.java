package dev.atlasrestore.internal.auth;

import dev.atlasrestore.internal.digest.DigestCredentials;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nonces that were most recently sent by the server or used by the client, by their value. A
 * server may send a nonce again. Its count must then continue and never restart at 1. Belongs to a
 * {@link NoncePool} and is guarded by the pool's lock.
 */
final class KnownNonces {

  private static final int MAX_NONCES = 512;

  private final Map<String, Nonce> leastRecentFirst = new LinkedHashMap<>(16, 0.75f, true);

  /** Returns the known nonce of these credentials, or a new one that was never used. */
  Nonce lookUpOrCreate(DigestCredentials credentials, Instant now) {
    return leastRecentFirst.computeIfAbsent(
        credentials.nonce(), value -> new Nonce(credentials, now));
  }

  /** Marks a nonce as the most recent one, so that other nonces are forgotten before it. */
  void touch(Nonce nonce) {
    leastRecentFirst.get(nonce.value());
  }

  /** Forgets the nonce that was not used for the longest time, if there are too many. */
  Optional<Nonce> forgetExcess() {
    if (leastRecentFirst.size() <= MAX_NONCES) {
      return Optional.empty();
    }
    Iterator<Nonce> nonces = leastRecentFirst.values().iterator();
    Nonce forgotten = nonces.next();
    nonces.remove();
    return Optional.of(forgotten);
  }
}
