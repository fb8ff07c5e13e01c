package dev.atlasrestore.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The nonces that a server has issued, and the counts used with each. Safe for many threads. */
final class IssuedNonces {

  private static final int BYTES = 24;

  private final DigestRules rules;
  private final InstantSource clock;
  private final Random random = new Random();
  private final Map<String, Nonce> issued = new HashMap<>();

  IssuedNonces(DigestRules rules, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Whether a nonce may be used with a nonce count. */
  enum Use {
    ACCEPTED,
    /** The nonce is unknown, too old, or used up. */
    EXPIRED,
    /** The count was used before; with strict counts, also if it is not the next one. */
    REPLAYED
  }

  /** Issues a new nonce in base64, which may contain {@code +} and {@code /}. */
  synchronized String issue() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    issued.put(nonce, new Nonce(clock.instant()));
    return nonce;
  }

  /** Uses a nonce with this count, if it is allowed. */
  synchronized Use use(String value, int count) {
    Nonce nonce = issued.get(value);
    if (nonce == null || isExpired(nonce)) {
      return Use.EXPIRED;
    }
    boolean allowed =
        rules.strictCounts() ? count == nonce.lastCount + 1 : !nonce.counts.contains(count);
    if (!allowed) {
      return Use.REPLAYED;
    }
    nonce.counts.add(count);
    nonce.lastCount = count;
    return Use.ACCEPTED;
  }

  private boolean isExpired(Nonce nonce) {
    boolean tooOld =
        rules
            .nonceLifetime()
            .filter(lifetime -> !clock.instant().isBefore(nonce.issuedAt.plus(lifetime)))
            .isPresent();
    return tooOld
        || (rules.nonceUses().isPresent() && nonce.counts.size() >= rules.nonceUses().getAsInt());
  }

  synchronized void forget() {
    issued.clear();
  }

  private static final class Nonce {
    private final Instant issuedAt;
    private final Set<Integer> counts = new HashSet<>();
    private int lastCount;

    private Nonce(Instant issuedAt) {
      this.issuedAt = issuedAt;
    }
  }
}
