package dev.atlasrestore.internal.auth;

import java.util.Optional;

/** The first action of a call, decided by {@link NoncePool#take}. */
sealed interface NonceDecision {

  /** Sign the request with this lease. */
  record UseNonce(NonceLease lease) implements NonceDecision {}

  /**
   * Send the request unsigned, to get a challenge.
   *
   * @param claim must be {@linkplain NoncePool#release released} at the end of the call; empty if
   *     no other call waits for this challenge
   */
  record RequestChallenge(Optional<ChallengeClaim> claim) implements NonceDecision {}

  /** Another call is fetching a challenge. Pause, then call {@code take} again with this claim. */
  record AwaitChallenge(ChallengeClaim claim) implements NonceDecision {}
}
