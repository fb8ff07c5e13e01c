package dev.atlasrestore.exchange;

/**
 * The body of a response is larger than its limit. A runner reports it as {@link
 * dev.atlasrestore.TransportFailure.Kind#TOO_LARGE}. Has no stack trace, because it is expected.
 */
public final class BodyTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(int maxBytes) {
    super("the body is larger than " + maxBytes + " bytes", null, false, false);
  }
}
