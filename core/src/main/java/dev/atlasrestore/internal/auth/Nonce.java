package dev.atlasrestore.internal.auth;

import dev.atlasrestore.internal.digest.DigestCredentials;
import java.time.Duration;
import java.time.Instant;

/** One nonce and its count. Belongs to a {@link NoncePool} and is guarded by the pool's lock. */
final class Nonce {

  private DigestCredentials credentials;
  private final Instant created;
  private int count;
  private int countAtLastNaming;
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

  /** Returns the number of uses since the server last named this nonce. */
  int uses() {
    return count - countAtLastNaming;
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

  /** Excludes this nonce from use until the server names it again. */
  void retire() {
    retired = true;
  }

  /**
   * The server named this nonce in a challenge, perhaps not for the first time. The count goes on.
   * A session goes on too, unless the challenge has changed.
   */
  void refresh(DigestCredentials challenged) {
    name(credentials.sessionContinues(challenged) ? credentials : challenged);
  }

  /** The server named this nonce in {@code nextnonce}, perhaps not for the first time. */
  void name(DigestCredentials next) {
    credentials = next;
    countAtLastNaming = count;
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
