package dev.atlasrestore.benchmarks.endtoend.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The nonces given out, and whether one may be used once more. */
final class NonceBook {

  /** After how many uses a nonce dies, where it does. */
  static final int USES = 50;

  private static final int NONCE_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  String issue() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    uses.put(nonce, new Use());
    return nonce;
  }

  boolean admits(Rules.Admission admission, String nonce, long count) {
    Use use = uses.get(nonce);
    if (use == null) {
      return false;
    }
    return switch (admission) {
      case OPEN, TOLERANT -> true;
      case DYING -> use.times.incrementAndGet() <= USES;
      case STRICT -> use.highest.getAndAccumulate(count, Math::max) < count;
    };
  }

  void forgetAll() {
    uses.clear();
  }

  private static final class Use {
    private final AtomicInteger times = new AtomicInteger();
    private final AtomicLong highest = new AtomicLong();
  }
}
