package dev.atlasrestore.internal.digest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a server's nonces live, as far as it has shown. Belongs to a {@link NoncePool}; touched
 * only under that one's lock.
 */
final class Lifespan {

  private static final Duration YOUNG = Duration.ofSeconds(30);

  /** What dies sooner has died of its uses, and shall die sooner still when calls share it. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private @Nullable Duration shortest;

  /** Nine tenths of it, computed once: dividing durations is slow, and every call asks. */
  private @Nullable Duration renewal;

  /** A nonce was refused at this age. */
  void refusedAt(Duration age) {
    if (shortest == null || age.compareTo(shortest) < 0) {
      set(age);
    }
  }

  /** A nonce was still good at this age. */
  void goodAt(Duration age) {
    if (shortest != null && age.compareTo(shortest) > 0) {
      set(age);
    }
  }

  private void set(Duration age) {
    shortest = age;
    renewal = age.multipliedBy(9).dividedBy(10);
  }

  /** Whether a nonce of this age is about to die. */
  boolean isNearlyOver(Duration age) {
    return renewal != null && age.compareTo(renewal) > 0;
  }

  /** Whether age does not explain that a nonce was refused. */
  boolean isYoung(Duration age) {
    return age.compareTo(YOUNG) < 0
        && (shortest == null || age.multipliedBy(2).compareTo(atLeast(shortest)) < 0);
  }

  private static Duration atLeast(Duration life) {
    return life.compareTo(LEAST) < 0 ? LEAST : life;
  }
}
