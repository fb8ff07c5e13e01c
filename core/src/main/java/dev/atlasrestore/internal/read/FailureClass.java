package dev.atlasrestore.internal.read;

/** Says which part of the library may repeat a failed attempt. */
public enum FailureClass {

  /** The read repeats the attempt, as far as the retry policy allows it. A wait polls again. */
  RETRYABLE,

  /**
   * The read does not repeat the attempt. An established wait polls again, because something
   * between this program and the service may have caused the failure.
   */
  TRANSIENT,

  /**
   * The service refused the key. The read does not repeat the attempt, because repeated refusals
   * lock accounts. An established wait polls again a few times.
   */
  KEY_REFUSED,

  /** Neither a read nor a wait repeats the attempt. */
  PERMANENT
}
