package dev.atlasrestore.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The leases whose requests are in flight. A lease ends with its request. If a runner never reports
 * the end of a request, its lease expires when the request must have timed out. Belongs to a {@link
 * NoncePool} and is guarded by the pool's lock.
 */
final class InFlightLeases {

  private final Duration requestTimeout;
  private final Map<NonceLease, Instant> expiryOldestFirst = new LinkedHashMap<>();
  private boolean concurrent;

  /**
   * @param requestTimeout the longest time that a request can be in flight
   */
  InFlightLeases(Duration requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  void endExpired(Instant now) {
    Iterator<Map.Entry<NonceLease, Instant>> leases = expiryOldestFirst.entrySet().iterator();
    while (leases.hasNext()) {
      Map.Entry<NonceLease, Instant> oldest = leases.next();
      if (!oldest.getValue().isBefore(now)) {
        return;
      }
      leases.remove();
      oldest.getKey().nonce().release();
    }
  }

  void begin(NonceLease lease, Instant now) {
    concurrent = !expiryOldestFirst.isEmpty();
    expiryOldestFirst.put(lease, now.plus(requestTimeout));
  }

  /** Ends a lease, if it has not expired. */
  void end(NonceLease lease) {
    if (expiryOldestFirst.remove(lease) != null) {
      lease.nonce().release();
    }
  }

  boolean isEmpty() {
    return expiryOldestFirst.isEmpty();
  }

  /**
   * Returns whether the leases in flight were ever more than one at a time. The answer is the same
   * for every lease that is in flight: the flag is set when a lease begins beside another one, and
   * cleared only when a lease begins alone.
   */
  boolean hadConcurrentRequests() {
    return concurrent;
  }
}
