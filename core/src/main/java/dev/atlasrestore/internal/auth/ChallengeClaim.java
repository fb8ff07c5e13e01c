package dev.atlasrestore.internal.auth;

import java.time.Instant;

/** The claim of the one call that fetches a challenge on behalf of all. Compared by identity. */
final class ChallengeClaim {

  private final Instant expiry;

  ChallengeClaim(Instant expiry) {
    this.expiry = expiry;
  }

  Instant expiry() {
    return expiry;
  }
}
