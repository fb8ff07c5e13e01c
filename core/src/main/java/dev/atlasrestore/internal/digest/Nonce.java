package dev.atlasrestore.internal.digest;

import java.time.Duration;
import java.time.Instant;

/** One nonce and its count. Belongs to a {@link NoncePool}; touched only under that one's lock. */
final class Nonce {

  /**
   * One use of a nonce.
   *
   * @param count the nonce count to sign with, given out to nobody else
   * @param remembered whether the nonce came from the pool, not from this exchange's own challenge
   */
  record Lease(Nonce nonce, Credentials credentials, int count, boolean remembered) {}

  private Credentials credentials;
  private final Instant born;
  private int count;
  private int countWhenNamed;
  private int inFlight;
  private boolean shared;

  /** Whether it waits in the pool for the next call. */
  boolean idle;

  /** Whether it is not to be used until the server names it again. */
  boolean retired;

  Nonce(Credentials credentials, Instant born) {
    this.credentials = credentials;
    this.born = born;
  }

  String name() {
    return challenge().nonce();
  }

  Instant born() {
    return born;
  }

  Duration age(Instant now) {
    return Duration.between(born, now);
  }

  /** How often it was used since the server last named it. */
  int uses() {
    return count - countWhenNamed;
  }

  boolean isInFlight() {
    return inFlight > 0;
  }

  /** Whether several calls ever had it in flight at once. */
  boolean wasShared() {
    return shared;
  }

  /**
   * The server named this nonce, perhaps once more. A session goes on with its cnonce where nothing
   * else has changed.
   */
  void meets(Credentials newer) {
    if (newer.sessionCnonce().isEmpty() || !newer.challenge().isOfSameSession(challenge())) {
      credentials = newer;
    }
    countWhenNamed = count;
    retired = false;
  }

  private Challenge challenge() {
    return credentials.challenge();
  }

  Lease lease(boolean remembered) {
    shared |= inFlight > 0;
    inFlight++;
    count++;
    return new Lease(this, credentials, count, remembered);
  }

  /** A use has ended. */
  void landed() {
    inFlight--;
  }
}
