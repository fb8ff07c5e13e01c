package dev.atlasrestore.testkit;

import java.time.Instant;

/** Who stands behind a server and says what to reply. Asked by one thread for each connection. */
@FunctionalInterface
interface Host {

  /** The reply to a request, from a script perhaps. */
  Reply reply(SeenRequest request);

  /** What it would say without a script. */
  default Reply honest(Turn turn) {
    return Reply.status(404);
  }

  /** A refusal that calls the nonce stale, whatever was sent. */
  default Reply stale() {
    return Reply.status(401);
  }

  /** The time that answers are dated with. */
  default Instant now() {
    return Instant.now();
  }
}
