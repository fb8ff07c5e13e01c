package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.BodySink;
import java.io.IOException;

/**
 * Wraps an exception of a {@link BodySink}, or of the function that returns the sink. So that
 * exception is not mistaken for a failure of the exchange.
 */
final class SinkException extends IOException {

  private static final long serialVersionUID = 1L;

  SinkException(Throwable cause) {
    super(cause);
  }
}
