package dev.atlasrestore.internal.digest;

import java.time.Instant;
import java.util.Optional;

/** What a call that is about to send may do, as its {@link NoncePool} says. */
sealed interface Turn {

  /** Sign with this. */
  record Use(Nonce.Lease lease) implements Turn {}

  /**
   * Send unsigned, to be challenged; the claim, if any, is to be {@linkplain NoncePool#release
   * released} at the end.
   */
  record Ask(Optional<Claim> claim) implements Turn {}

  /** Somebody else is asking: look again a little later, and say then for whom you waited. */
  record Wait(Claim claim) implements Turn {}

  /** The right to ask while others wait; each is itself alone. */
  final class Claim {
    private final Instant ends;

    Claim(Instant ends) {
      this.ends = ends;
    }

    Instant ends() {
      return ends;
    }
  }
}
