package dev.atlasrestore.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The leases whose requests are in flight. A cancelled call does not return its lease, so a lease
 * expires when its request must have timed out. Belongs to a {@link NoncePool} and is guarded by
 * the pool's lock.
 */
final class InFlightLeases {

  private static final int MAX_LEASES = 4096;

  private final Duration requestTimeout;
  private final Map<NonceLease, Instant> oldestFirst = new LinkedHashMap<>();
  private boolean concurrent;

  /**
   * @param requestTimeout the longest time that a request can be in flight
   */
  InFlightLeases(Duration requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  /** Ends the leases that have expired, and the oldest ones if there are too many. */
  void endExpired(Instant now) {
    Iterator<Map.Entry<NonceLease, Instant>> leases = oldestFirst.entrySet().iterator();
    while (leases.hasNext()) {
      Map.Entry<NonceLease, Instant> oldest = leases.next();
      boolean expired = Duration.between(oldest.getValue(), now).compareTo(requestTimeout) > 0;
      if (!expired && oldestFirst.size() <= MAX_LEASES) {
        return;
      }
      leases.remove();
      oldest.getKey().nonce().release();
    }
  }

  void begin(NonceLease lease, Instant now) {
    concurrent = !oldestFirst.isEmpty();
    oldestFirst.put(lease, now);
  }

  /** Ends a lease, if it has not expired. */
  void end(NonceLease lease) {
    if (oldestFirst.remove(lease) != null) {
      lease.nonce().release();
    }
  }

  /**
   * Returns, for any lease that is still in flight, whether another lease was ever in flight beside
   * it.
   *
   * <p>One flag is enough for all of these leases. It is set when a lease begins beside others, and
   * cleared only when a lease begins alone.
   */
  boolean hadConcurrentRequests() {
    return concurrent;
  }
}
