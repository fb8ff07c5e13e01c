package dev.atlasrestore.transport.vertx;

import java.io.IOException;

/** The connection of an exchange may be lost, so the request was not sent on it. */
final class StaleConnectionException extends IOException {

  private static final long serialVersionUID = 1L;

  StaleConnectionException() {
    super("the connection has been idle since before another one was lost");
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
