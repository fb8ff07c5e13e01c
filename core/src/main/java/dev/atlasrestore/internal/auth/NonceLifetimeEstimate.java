package dev.atlasrestore.internal.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the lifetime of the server's nonces. The estimate is the lowest age at which a nonce
 * was refused. An acceptance at a higher age raises it. Belongs to a {@link NoncePool} and is
 * guarded by the pool's lock.
 */
final class NonceLifetimeEstimate {

  /**
   * Only the refusal of a nonce younger than this shows that the server accepts counts only in
   * order. The refusal of an older nonce may mean that the server was restarted.
   */
  private static final Duration YOUNG = Duration.ofSeconds(30);

  /**
   * A nonce that is refused within one second has probably reached its use limit, not its age
   * limit.
   */
  private static final Duration SHORTEST_CREDIBLE = Duration.ofSeconds(1);

  private @Nullable Duration lifetime;

  /** 90 % of the lifetime. Stored, because dividing durations is slow and every call needs it. */
  private @Nullable Duration renewalAge;

  /** Records that a nonce was refused at this age. */
  void recordRefusal(Duration age) {
    if (lifetime == null || age.compareTo(lifetime) < 0) {
      set(age);
    }
  }

  /** Records that a nonce was accepted at this age. */
  void recordAcceptance(Duration age) {
    if (lifetime != null && age.compareTo(lifetime) > 0) {
      set(age);
    }
  }

  private void set(Duration age) {
    lifetime = age;
    renewalAge = age.multipliedBy(9).dividedBy(10);
  }

  /** Returns whether a nonce of this age has used up 90 % of the estimated lifetime. */
  boolean isNearlyOver(Duration age) {
    return renewalAge != null && age.compareTo(renewalAge) > 0;
  }

  /**
   * Returns whether a nonce of this age is too young to have expired: younger than 30 s, and
   * younger than half of the estimated lifetime (of one second, if the estimate is shorter).
   */
  boolean isTooYoungToExpire(Duration age) {
    return age.compareTo(YOUNG) < 0
        && (lifetime == null || age.multipliedBy(2).compareTo(credible(lifetime)) < 0);
  }

  private static Duration credible(Duration lifetime) {
    return lifetime.compareTo(SHORTEST_CREDIBLE) < 0 ? SHORTEST_CREDIBLE : lifetime;
  }
}
