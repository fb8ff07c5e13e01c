package dev.atlasrestore.internal.digest;

import dev.atlasrestore.internal.digest.Nonce.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The uses of nonces whose requests are under way. Nobody tells of a cancelled call, so a lease
 * ends by itself once its request can be under way no more. Belongs to a {@link NoncePool}; touched
 * only under that one's lock.
 */
final class LeasesInFlight {

  private static final int MOST = 4096;

  private final Duration longest;
  private final Map<Lease, Instant> begun = new LinkedHashMap<>();
  private boolean crowded;

  /** None as yet; each lasts so long at most. */
  LeasesInFlight(Duration longest) {
    this.longest = longest;
  }

  /** Ends what must have ended by now. */
  void forgetOld(Instant now) {
    Iterator<Map.Entry<Lease, Instant>> oldest = begun.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Lease, Instant> lease = oldest.next();
      boolean old = Duration.between(lease.getValue(), now).compareTo(longest) > 0;
      if (!old && begun.size() <= MOST) {
        return;
      }
      oldest.remove();
      lease.getKey().nonce().landed();
    }
  }

  void begin(Lease lease, Instant now) {
    crowded = !begun.isEmpty();
    begun.put(lease, now);
  }

  void end(Lease lease) {
    if (begun.remove(lease) != null) {
      lease.nonce().landed();
    }
  }

  /** Whether another one was in flight at some time since the request was sent that asks. */
  boolean isCrowded() {
    return crowded;
  }
}
