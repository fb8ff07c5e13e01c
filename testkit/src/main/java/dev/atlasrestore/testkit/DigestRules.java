package dev.atlasrestore.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The form of a fake server's challenges and its rules for nonces. Immutable; every {@code with…}
 * method returns a changed copy.
 *
 * <p>By default a nonce never expires, may be used any number of times and accepts its counts in
 * any order. A count may be used only once. A request with an unknown nonce gets {@code
 * stale=true}.
 */
public final class DigestRules {

  private final ChallengeShape shape;
  private final Optional<Duration> nonceLifetime;
  private final OptionalInt nonceUses;
  private final boolean strictCounts;
  private final boolean sendsStale;
  private final NextNonce nextNonce;
  private final Rspauth rspauth;
  private final Duration challengeDelay;

  /** The {@code nextnonce} parameter of {@code Authentication-Info}. */
  public enum NextNonce {
    /** The parameter is missing. */
    MISSING,
    /** Every response names a new nonce. */
    FRESH,
    /** Every response names the nonce that the request used, as some servers do. */
    CURRENT
  }

  /** The {@code rspauth} parameter of {@code Authentication-Info}. */
  public enum Rspauth {
    /** The parameter is missing. */
    MISSING,
    /** The value is right. */
    RIGHT,
    /** The value is wrong, as if the server did not know the key. */
    WRONG
  }

  private DigestRules(Draft d) {
    this.shape = d.shape;
    this.nonceLifetime = d.nonceLifetime;
    this.nonceUses = d.nonceUses;
    this.strictCounts = d.strictCounts;
    this.sendsStale = d.sendsStale;
    this.nextNonce = d.nextNonce;
    this.rspauth = d.rspauth;
    this.challengeDelay = d.challengeDelay;
  }

  /** Returns the default rules with this form of challenge. */
  public static DigestRules of(ChallengeShape shape) {
    return new DigestRules(new Draft(Objects.requireNonNull(shape, "shape")));
  }

  /**
   * Nonces expire after this time. With zero or less every nonce has expired when it is issued; not
   * checked.
   */
  public DigestRules withNonceLifetime(Duration lifetime) {
    return changed(d -> d.nonceLifetime = Optional.of(lifetime));
  }

  /**
   * Nonces expire after this number of uses. With zero or less every nonce has expired when it is
   * issued; not checked.
   */
  public DigestRules withNonceUses(int uses) {
    return changed(d -> d.nonceUses = OptionalInt.of(uses));
  }

  /** Counts must be used in order, without gaps. A request with another count gets a plain 401. */
  public DigestRules withStrictCounts() {
    return changed(d -> d.strictCounts = true);
  }

  /** A request with an expired or unknown nonce gets a 401 without {@code stale=true}. */
  public DigestRules withoutStale() {
    return changed(d -> d.sendsStale = false);
  }

  /** Every response names a new nonce in {@code nextnonce}. */
  public DigestRules withNextNonce() {
    return withNextNonce(NextNonce.FRESH);
  }

  /** Sets the {@code nextnonce} parameter of every response. */
  public DigestRules withNextNonce(NextNonce next) {
    return changed(d -> d.nextNonce = next);
  }

  /** Sets the {@code rspauth} parameter of every response. */
  public DigestRules withRspauth(Rspauth rspauth) {
    return changed(d -> d.rspauth = rspauth);
  }

  /** Delays every challenge by this time. Other responses are not delayed. */
  public DigestRules withChallengeDelay(Duration delay) {
    return changed(d -> d.challengeDelay = delay);
  }

  ChallengeShape shape() {
    return shape;
  }

  Optional<Duration> nonceLifetime() {
    return nonceLifetime;
  }

  OptionalInt nonceUses() {
    return nonceUses;
  }

  boolean strictCounts() {
    return strictCounts;
  }

  boolean sendsStale() {
    return sendsStale;
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
        + ", nonceLifetime="
        + nonceLifetime
        + ", nonceUses="
        + nonceUses
        + ", strictCounts="
        + strictCounts
        + ", sendsStale="
        + sendsStale
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
    d.nonceLifetime = nonceLifetime;
    d.nonceUses = nonceUses;
    d.strictCounts = strictCounts;
    d.sendsStale = sendsStale;
    d.nextNonce = nextNonce;
    d.rspauth = rspauth;
    d.challengeDelay = challengeDelay;
    change.accept(d);
    return new DigestRules(d);
  }

  /** Mutable state while a copy is made. Its initial values are the defaults. */
  private static final class Draft {
    private final ChallengeShape shape;
    private Optional<Duration> nonceLifetime = Optional.empty();
    private OptionalInt nonceUses = OptionalInt.empty();
    private boolean strictCounts;
    private boolean sendsStale = true;
    private NextNonce nextNonce = NextNonce.MISSING;
    private Rspauth rspauth = Rspauth.MISSING;
    private Duration challengeDelay = Duration.ZERO;

    private Draft(ChallengeShape shape) {
      this.shape = shape;
    }
  }
}
