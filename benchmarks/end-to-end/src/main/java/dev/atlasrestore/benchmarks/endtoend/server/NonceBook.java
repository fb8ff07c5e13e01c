package dev.atlasrestore.benchmarks.endtoend.server;

import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues nonces and counts their uses. Safe for use by several threads.
 *
 * <p>A nonce starts with the number of its period, so that the server recognizes it without a
 * record of all issued nonces. Uses are recorded only under the rules that depend on them.
 */
final class NonceBook {

  /** The uses of a nonce under {@link Admission#EXPIRING}. */
  static final int MAX_USES = 50;

  private static final int NONCE_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Uses> usesByNonce = new ConcurrentHashMap<>();
  private final AtomicInteger period = new AtomicInteger();

  String issue() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return prefix() + Base64.getEncoder().encodeToString(bytes);
  }

  /** Records a use of a nonce. Returns whether the server accepts it. */
  boolean use(String nonce, long count, Admission admission) {
    if (!nonce.startsWith(prefix())) {
      return false;
    }
    return switch (admission) {
      case OPEN, TOLERANT -> true;
      case EXPIRING -> uses(nonce).number.incrementAndGet() <= MAX_USES;
      case STRICT -> uses(nonce).highestCount.getAndAccumulate(count, Math::max) < count;
    };
  }

  /** Makes all issued nonces unknown. */
  void clear() {
    period.incrementAndGet();
    usesByNonce.clear();
  }

  private String prefix() {
    return period.get() + ".";
  }

  private Uses uses(String nonce) {
    return usesByNonce.computeIfAbsent(nonce, key -> new Uses());
  }

  private static final class Uses {
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong highestCount = new AtomicLong();
  }
}
