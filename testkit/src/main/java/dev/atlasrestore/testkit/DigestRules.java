package dev.atlasrestore.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a fake Atlas challenges, and how strict it is about nonces. Immutable; every {@code with…}
 * gives a changed copy.
 *
 * <p>By default nonces live for ever, are good for any number of uses, in any order of counts, and
 * an unknown one is called stale.
 */
public final class DigestRules {

  private final ChallengeShape shape;
  private final Optional<Duration> nonceLife;
  private final OptionalInt nonceUses;
  private final boolean strict;
  private final boolean saysStale;
  private final NextNonce nextNonce;
  private final Rspauth rspauth;
  private final Duration challengeDelay;

  /** What {@code nextnonce} says in {@code Authentication-Info}. */
  public enum NextNonce {
    /** There is none. */
    MISSING,
    /** Every answer names a new nonce to go on with. */
    FRESH,
    /** Every answer names the nonce that was just used, as some servers do. */
    CURRENT
  }

  /** What {@code rspauth} says in {@code Authentication-Info}. */
  public enum Rspauth {
    /** There is none. */
    MISSING,
    /** It is right. */
    RIGHT,
    /** It is wrong: somebody in between who does not know the key. */
    WRONG
  }

  private DigestRules(Draft d) {
    this.shape = d.shape;
    this.nonceLife = d.nonceLife;
    this.nonceUses = d.nonceUses;
    this.strict = d.strict;
    this.saysStale = d.saysStale;
    this.nextNonce = d.nextNonce;
    this.rspauth = d.rspauth;
    this.challengeDelay = d.challengeDelay;
  }

  /** A tolerant server whose challenges have this form. */
  public static DigestRules of(ChallengeShape shape) {
    return new DigestRules(new Draft(Objects.requireNonNull(shape, "shape")));
  }

  /**
   * Nonces are good for so long after they were given out. Not checked: with zero or less none ever
   * is.
   */
  public DigestRules withNonceLifetime(Duration life) {
    return changed(d -> d.nonceLife = Optional.of(life));
  }

  /**
   * Nonces are good for so many uses; 1 makes them one-time nonces. Not checked: with 0 or less
   * none ever is.
   */
  public DigestRules withNonceUses(int uses) {
    return changed(d -> d.nonceUses = OptionalInt.of(uses));
  }

  /** Counts must come in order, each one more than the last; anything else gets a plain 401. */
  public DigestRules withStrictCounts() {
    return changed(d -> d.strict = true);
  }

  /** A nonce that is too old or unknown gets a plain 401, without {@code stale=true}. */
  public DigestRules withoutStale() {
    return changed(d -> d.saysStale = false);
  }

  /** Every answer names a new nonce to go on with. */
  public DigestRules withNextNonce() {
    return withNextNonce(NextNonce.FRESH);
  }

  /** What every answer says of the nonce to go on with. */
  public DigestRules withNextNonce(NextNonce next) {
    return changed(d -> d.nextNonce = next);
  }

  /** What every answer says to prove that it comes from somebody who knows the key. */
  public DigestRules withRspauth(Rspauth rspauth) {
    return changed(d -> d.rspauth = rspauth);
  }

  /** How long a challenge takes; nothing else does. */
  public DigestRules withChallengeDelay(Duration delay) {
    return changed(d -> d.challengeDelay = delay);
  }

  ChallengeShape shape() {
    return shape;
  }

  Optional<Duration> nonceLife() {
    return nonceLife;
  }

  OptionalInt nonceUses() {
    return nonceUses;
  }

  boolean strict() {
    return strict;
  }

  boolean saysStale() {
    return saysStale;
  }

  NextNonce nextNonce() {
    return nextNonce;
  }

  Rspauth rspauth() {
    return rspauth;
  }

  Duration challengeDelay() {
    return challengeDelay;
  }

  @Override
  public String toString() {
    return "DigestRules[shape="
        + shape
        + ", nonceLife="
        + nonceLife
        + ", nonceUses="
        + nonceUses
        + ", strict="
        + strict
        + ", saysStale="
        + saysStale
        + ", nextNonce="
        + nextNonce
        + ", rspauth="
        + rspauth
        + ", challengeDelay="
        + challengeDelay
        + "]";
  }

  private DigestRules changed(Consumer<Draft> change) {
    Draft d = new Draft(shape);
    d.nonceLife = nonceLife;
    d.nonceUses = nonceUses;
    d.strict = strict;
    d.saysStale = saysStale;
    d.nextNonce = nextNonce;
    d.rspauth = rspauth;
    d.challengeDelay = challengeDelay;
    change.accept(d);
    return new DigestRules(d);
  }

  /** The parts while a copy is being made; holds the defaults. */
  private static final class Draft {
    private final ChallengeShape shape;
    private Optional<Duration> nonceLife = Optional.empty();
    private OptionalInt nonceUses = OptionalInt.empty();
    private boolean strict;
    private boolean saysStale = true;
    private NextNonce nextNonce = NextNonce.MISSING;
    private Rspauth rspauth = Rspauth.MISSING;
    private Duration challengeDelay = Duration.ZERO;

    private Draft(ChallengeShape shape) {
      this.shape = shape;
    }
  }
}
