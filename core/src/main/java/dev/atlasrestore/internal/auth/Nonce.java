package dev.atlasrestore.internal.auth;

import dev.atlasrestore.internal.digest.DigestCredentials;
import java.time.Duration;
import java.time.Instant;

/** One nonce and its count. Belongs to a {@link NoncePool} and is guarded by the pool's lock. */
final class Nonce {

  private DigestCredentials credentials;
  private final Instant created;
  private int count;
  private int countWhenSent;
  private int inFlight;
  private boolean shared;
  private boolean retired;

  Nonce(DigestCredentials credentials, Instant created) {
    this.credentials = credentials;
    this.created = created;
  }

  /** Returns the nonce as the server sent it. */
  String value() {
    return credentials.nonce();
  }

  Instant created() {
    return created;
  }

  Duration age(Instant now) {
    return Duration.between(created, now);
  }

  /** Returns the number of uses since the server last sent this nonce. */
  int uses() {
    return count - countWhenSent;
  }

  boolean isInFlight() {
    return inFlight > 0;
  }

  /** Returns whether several requests with this nonce were ever in flight at once. */
  boolean wasShared() {
    return shared;
  }

  boolean isRetired() {
    return retired;
  }

  /** Excludes this nonce from use until the server sends it again. */
  void retire() {
    retired = true;
  }

  /**
   * Records that the server sent this nonce in a challenge, for the first time or again. The count
   * continues. A session continues too, unless the challenge has changed.
   */
  void refresh(DigestCredentials challenged) {
    refreshAsNext(credentials.sessionContinues(challenged) ? credentials : challenged);
  }

  /** Records that the server sent this nonce in {@code nextnonce}, for the first time or again. */
  void refreshAsNext(DigestCredentials next) {
    credentials = next;
    countWhenSent = count;
    retired = false;
  }

  /**
   * Takes the next count.
   *
   * @param remembered see {@link NonceLease#remembered}
   */
  NonceLease lease(boolean remembered) {
    shared |= inFlight > 0;
    inFlight++;
    count++;
    return new NonceLease(this, credentials, count, remembered);
  }

  /** Ends one lease. */
  void release() {
    inFlight--;
  }
}
