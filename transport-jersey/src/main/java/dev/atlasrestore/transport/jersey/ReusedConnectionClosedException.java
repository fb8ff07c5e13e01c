package dev.atlasrestore.transport.jersey;

import org.apache.hc.core5.http.ConnectionClosedException;

/**
 * Thrown when a connection that had been used before ended before the first byte of the response.
 *
 * <p>The usual reason is a server that closed the idle connection. Then the request may be sent
 * again: see {@link ExchangeSender}.
 */
final class ReusedConnectionClosedException extends ConnectionClosedException {

  private static final long serialVersionUID = 1L;

  ReusedConnectionClosedException(Throwable cause) {
    super("the server closed a reused connection before the response", cause);
  }
}
