package dev.atlasrestore.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The nonces a server has given out, and what was done with each. Safe for use by many threads. */
final class Nonces {

  private static final int BYTES = 24;

  private final DigestRules rules;
  private final InstantSource clock;
  private final Random random = new Random();
  private final Map<String, Nonce> given = new HashMap<>();

  Nonces(DigestRules rules, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** What a use comes to. */
  enum Use {
    /** It counts. */
    GOOD,
    /** The nonce is unknown, too old, or used up. */
    GONE,
    /** This count was used before, or is out of order where order matters. */
    REPLAYED
  }

  /** A new nonce: base64, so it may hold {@code +} and {@code /}. */
  synchronized String issue() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    given.put(nonce, new Nonce(clock.instant()));
    return nonce;
  }

  synchronized Use use(String name, int count) {
    Nonce nonce = given.get(name);
    if (nonce == null || isGone(nonce)) {
      return Use.GONE;
    }
    boolean inOrder = rules.strict() ? count == nonce.last + 1 : !nonce.counts.contains(count);
    if (!inOrder) {
      return Use.REPLAYED;
    }
    nonce.counts.add(count);
    nonce.last = count;
    return Use.GOOD;
  }

  private boolean isGone(Nonce nonce) {
    boolean tooOld =
        rules
            .nonceLife()
            .filter(life -> !clock.instant().isBefore(nonce.born.plus(life)))
            .isPresent();
    return tooOld
        || (rules.nonceUses().isPresent() && nonce.counts.size() >= rules.nonceUses().getAsInt());
  }

  synchronized void forget() {
    given.clear();
  }

  private static final class Nonce {
    private final Instant born;
    private final Set<Integer> counts = new HashSet<>();
    private int last;

    private Nonce(Instant born) {
      this.born = born;
    }
  }
}
