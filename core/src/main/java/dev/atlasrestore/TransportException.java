package dev.atlasrestore;

/**
 * No usable response arrived, because the connection, TLS, a timeout or the HTTP framing failed.
 */
public final class TransportException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final TransportFailure failure;

  /**
   * Creates the exception. Its cause is the cause of the failure.
   *
   * @param message one sentence for people; may contain host and port, but no secret
   * @param failure the failure that the transport reported
   * @param stats the cost of the call
   */
  public TransportException(String message, TransportFailure failure, CallStats stats) {
    super(message, failure.cause().orElse(null), stats);
    this.failure = failure;
  }

  /**
   * Returns the exception for a call that a closed client rejects, or that ends because its client
   * is closed. Its {@link #attempts()} is 0 and its {@link #elapsed()} is zero.
   */
  public static TransportException clientClosed() {
    return new TransportException(
        "The client is closed",
        TransportFailure.notSent(TransportFailure.Kind.CLIENT_CLOSED),
        CallStats.NONE);
  }

  /** The kind of the failure, and whether the request may have reached the server. */
  public TransportFailure failure() {
    return failure;
  }
}
