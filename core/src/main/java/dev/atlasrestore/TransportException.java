package dev.atlasrestore;

import java.util.Objects;

/** No usable answer came: the connection, the secure channel, the time or the framing failed. */
public final class TransportException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final transient TransportFailure failure;

  /**
   * Makes the exception; its cause is that of the failure.
   *
   * @param message one sentence for people; holds host and port, no secret
   * @param failure what the transport reported
   * @param stats what the call had cost
   */
  public TransportException(String message, TransportFailure failure, CallStats stats) {
    super(message, failure.cause().orElse(null), stats);
    this.failure = Objects.requireNonNull(failure, "failure");
  }

  /**
   * What a call ends with that a closed client refuses, or that closing ends from outside: without
   * attempts and elapsed time, and without a {@link CallEvent.Done}.
   */
  public static TransportException clientClosed() {
    return new TransportException(
        "The client is closed",
        TransportFailure.notSent(TransportFailure.Kind.CLIENT_CLOSED),
        CallStats.NONE);
  }

  /** What went wrong, and whether the server may have acted. */
  public TransportFailure failure() {
    return failure;
  }
}
