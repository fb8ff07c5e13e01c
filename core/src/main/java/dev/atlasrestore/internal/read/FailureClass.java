package dev.atlasrestore.internal.read;

import dev.atlasrestore.TransportFailure;

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
  PERMANENT;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  /** Returns the class of an exchange without a usable response. */
  public static FailureClass of(TransportFailure failure) {
    return switch (failure.kind()) {
      case REFUSED, UNKNOWN_HOST, TIMEOUT, CLOSED, TRUNCATED, POOL_EXHAUSTED -> RETRYABLE;
      case PROXY -> ofProxy(failure.proxyStatus().orElse(0));
      case TLS, MALFORMED, TOO_LARGE, HEAD_TOO_LARGE, OTHER -> NOT_FROM_SERVICE;
      case CLIENT_CLOSED -> PERMANENT;
    };
  }

  /**
   * With these statuses, a proxy may open the tunnel later. With any other status it refuses this
   * program, and repeated refusals may lock its account.
   */
  private static FailureClass ofProxy(int status) {
    return status >= FIRST_SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS
        ? RETRYABLE
        : NOT_FROM_SERVICE;
  }
}
