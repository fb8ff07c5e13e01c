package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.BodySink;
import java.io.IOException;

/**
 * Says that a {@link BodySink}, or the function that returns it, has thrown the cause. So the cause
 * is not taken for a failure of the exchange.
 */
final class SinkException extends IOException {

  private static final long serialVersionUID = 1L;

  SinkException(Throwable cause) {
    super(cause);
  }
}
