package dev.atlasrestore.internal.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The nonces of exclusive mode that no call has in flight. The pool leases the nonce that was used
 * last first. Belongs to a {@link NoncePool} and is guarded by the pool's lock.
 */
final class IdleNonces {

  private static final int MAX_NONCES = 256;

  private final Deque<Nonce> lastUsedFirst = new ArrayDeque<>();

  /** Removes and returns the nonce that was used last; null if there is none. */
  @Nullable Nonce poll() {
    return lastUsedFirst.pollFirst();
  }

  /** Adds a nonce, unless it is idle already. If there are too many, drops the oldest one. */
  void add(Nonce nonce) {
    if (lastUsedFirst.contains(nonce)) {
      return;
    }
    lastUsedFirst.addFirst(nonce);
    if (lastUsedFirst.size() > MAX_NONCES) {
      lastUsedFirst.removeLast();
    }
  }

  void remove(Nonce nonce) {
    lastUsedFirst.remove(nonce);
  }
}
