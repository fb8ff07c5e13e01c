package dev.atlasrestore.examples.vertx;

import io.vertx.core.Future;

/** A response that waits for jobs to end and can be cancelled. */
interface Following {

  /** Completes when the waits have ended and the response has been sent or abandoned. */
  Future<Void> ended();

  /** Cancels the waits and ends the response. */
  void cancel();
}
