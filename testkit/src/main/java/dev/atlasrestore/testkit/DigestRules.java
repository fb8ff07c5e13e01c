package dev.atlasrestore.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * How strict a fake Atlas is about nonces. Immutable; every {@code with…} gives a changed copy.
 *
 * @param shape the challenge's form
 * @param nonceLife how long a nonce is good; empty for ever
 * @param nonceUses how often a nonce is good; empty for any number
 * @param strict whether counts must come in order, each one more than the last
 * @param saysStale whether a refused old nonce is called {@code stale=true}; otherwise it gets a
 *     plain 401
 * @param nextNonce whether every answer names a new nonce to go on with
 * @param proof what {@code rspauth} says
 * @param challengeDelay how long a challenge takes
 */
public record DigestRules(
    ChallengeShape shape,
    Optional<Duration> nonceLife,
    Optional<Integer> nonceUses,
    boolean strict,
    boolean saysStale,
    boolean nextNonce,
    Proof proof,
    Duration challengeDelay) {

  /** What {@code rspauth} says. */
  public enum Proof {
    /** There is none. */
    MISSING,
    /** It is right. */
    RIGHT,
    /** It is wrong: somebody in between who does not know the key. */
    WRONG
  }

  /** A tolerant server of this form. */
  public static DigestRules of(ChallengeShape shape) {
    return new DigestRules(
        shape,
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        false,
        Proof.MISSING,
        Duration.ZERO);
  }

  /** Nonces are good for so long. */
  public DigestRules withNonceLife(Duration life) {
    return new DigestRules(
        shape, Optional.of(life), nonceUses, strict, saysStale, nextNonce, proof, challengeDelay);
  }

  /** Nonces are good for so many uses; 1 makes them one-time nonces. */
  public DigestRules withNonceUses(int uses) {
    return new DigestRules(
        shape, nonceLife, Optional.of(uses), strict, saysStale, nextNonce, proof, challengeDelay);
  }

  /** Counts must come in order; anything else gets a plain 401. */
  public DigestRules withStrictCounts() {
    return new DigestRules(
        shape, nonceLife, nonceUses, true, saysStale, nextNonce, proof, challengeDelay);
  }

  /** A refused old nonce gets a plain 401. */
  public DigestRules withoutStale() {
    return new DigestRules(
        shape, nonceLife, nonceUses, strict, false, nextNonce, proof, challengeDelay);
  }

  /** Every answer names a new nonce. */
  public DigestRules withNextNonce() {
    return new DigestRules(
        shape, nonceLife, nonceUses, strict, saysStale, true, proof, challengeDelay);
  }

  /** Every answer has {@code rspauth}, right or wrong. */
  public DigestRules withProof(Proof rspauth) {
    return new DigestRules(
        shape, nonceLife, nonceUses, strict, saysStale, nextNonce, rspauth, challengeDelay);
  }

  /** A challenge takes so long. */
  public DigestRules withChallengeDelay(Duration delay) {
    return new DigestRules(shape, nonceLife, nonceUses, strict, saysStale, nextNonce, proof, delay);
  }
}
