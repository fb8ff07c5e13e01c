package dev.atlasrestore.benchmarks.endtoend.server;

import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The issued nonces and their uses. Safe for use by several threads. */
final class NonceBook {

  /** The uses of a nonce under {@link Admission#EXPIRING}. */
  static final int MAX_USES = 50;

  private static final int NONCE_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Uses> usesByNonce = new ConcurrentHashMap<>();

  String issue() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    usesByNonce.put(nonce, new Uses());
    return nonce;
  }

  /** Records a use of a nonce. Returns whether the server accepts it. */
  boolean use(String nonce, long count, Admission admission) {
    Uses uses = usesByNonce.get(nonce);
    if (uses == null) {
      return false;
    }
    return switch (admission) {
      case OPEN, TOLERANT -> true;
      case EXPIRING -> uses.number.incrementAndGet() <= MAX_USES;
      case STRICT -> uses.highestCount.getAndAccumulate(count, Math::max) < count;
    };
  }

  /** Makes all issued nonces unknown. */
  void clear() {
    usesByNonce.clear();
  }

  private static final class Uses {
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong highestCount = new AtomicLong();
  }
}
