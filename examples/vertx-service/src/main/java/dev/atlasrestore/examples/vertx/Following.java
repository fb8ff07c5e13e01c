package dev.atlasrestore.examples.vertx;

import io.vertx.core.Future;

/** An answer that waits for jobs to end, and can be told to stop. */
interface Following {

  /** When the waits have ended and the answer is on its way. */
  Future<Void> ended();

  /** Ends the waits, and with them the answer. */
  void cancel();
}
