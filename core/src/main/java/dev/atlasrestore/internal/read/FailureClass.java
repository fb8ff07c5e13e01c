package dev.atlasrestore.internal.read;

/** Says which part of the library may repeat a failed attempt. */
public enum FailureClass {

  /** The read repeats the attempt, as far as the retry policy allows it. A wait polls again. */
  RETRYABLE,

  /**
   * The failure does not come from the service itself: a proxy, the network or TLS may have caused
   * it. The read does not repeat the attempt. An established wait polls again.
   */
  NOT_FROM_SERVICE,

  /**
   * The service refused the key. The read does not repeat the attempt, because repeated refusals
   * lock accounts. An established wait polls again a few times.
   */
  KEY_REFUSED,

  /** Neither a read nor a wait repeats the attempt. */
  PERMANENT
}
