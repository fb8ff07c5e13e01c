package dev.atlasrestore.internal.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * At most one valid {@link ChallengeClaim}. A claim expires, so that a slow call does not block the
 * others. Belongs to a {@link NoncePool} and is guarded by the pool's lock.
 */
final class CurrentClaim {

  private final Duration duration;
  private @Nullable ChallengeClaim claim;

  /**
   * @param duration how long a claim is valid
   */
  CurrentClaim(Duration duration) {
    this.duration = duration;
  }

  /** Returns the claim that is valid now; null if there is none. */
  @Nullable ChallengeClaim get(Instant now) {
    return claim != null && now.isBefore(claim.expiry()) ? claim : null;
  }

  /** Replaces the claim by a new one. */
  ChallengeClaim begin(Instant now) {
    claim = new ChallengeClaim(now.plus(duration));
    return claim;
  }

  /** Ends a claim, unless another one has replaced it. */
  void end(ChallengeClaim held) {
    if (claim == held) {
      claim = null;
    }
  }
}
