package dev.atlasrestore.transport.jersey;

import java.io.IOException;

/** The proxy of a supplied client refused the tunnel to the server. */
final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates the exception.
   *
   * @param status the status of the proxy's response to {@code CONNECT}
   */
  ProxyRefusedException(int status) {
    super("the proxy responded to CONNECT with status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
