package dev.atlasrestore.transport.vertx;

import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one exchange beside its answer: how far it came, and how to abort it. Touched by
 * the caller's context and by the connection's event loop.
 */
final class Exchange {

  private @Nullable HttpClientRequest request;
  private boolean headCame;
  private boolean aborted;
  private boolean tooLarge;

  /** The request is about to go out; says whether it may. */
  synchronized boolean sends(HttpClientRequest onItsWay) {
    request = onItsWay;
    if (aborted) {
      onItsWay.reset();
    }
    return !aborted;
  }

  synchronized void headCame() {
    headCame = true;
  }

  /** The body is larger than allowed: whatever the stack says next, this is why. */
  void tooLarge() {
    synchronized (this) {
      tooLarge = true;
    }
    abort();
  }

  synchronized boolean isTooLarge() {
    return tooLarge;
  }

  /** Whether the answer's head has come, so that what fails now fails in its body. */
  synchronized boolean hasHead() {
    return headCame;
  }

  /**
   * Sends nothing any more, and closes the connection if there is one: a reset alone would let a
   * body drip on.
   */
  void abort() {
    HttpClientRequest sent;
    synchronized (this) {
      aborted = true;
      sent = request;
    }
    if (sent != null && sent.connection() != null) {
      sent.connection().close();
    }
  }
}
