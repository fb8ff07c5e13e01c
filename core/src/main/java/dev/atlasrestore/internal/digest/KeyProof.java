package dev.atlasrestore.internal.digest;

/**
 * What a client's answers say of its key: each success proves it, until a refusal is believed. Safe
 * for use by many threads.
 */
final class KeyProof {

  private long successes;
  private long believed;

  /** A signed request succeeded. */
  synchronized void succeeded() {
    successes++;
  }

  /** How often a signed request has succeeded. */
  synchronized long successes() {
    return successes;
  }

  /** Whether a signed request has succeeded, and no refusal was believed since. */
  synchronized boolean holds() {
    return successes > believed;
  }

  /**
   * A doubted refusal came again: the key may have been withdrawn, unless others succeeded
   * meanwhile.
   *
   * @param before how many successes there were when the doubt began
   */
  synchronized void refusedAgain(long before) {
    if (successes == before) {
      believed = successes;
    }
  }
}
