package dev.atlasrestore.testkit;

import java.time.Instant;

/**
 * The service behind a {@link FakeServer}. The server calls it on one thread per connection, so an
 * implementation must be safe for use by many threads.
 */
@FunctionalInterface
interface ExchangeHandler {

  /** Returns the reply to this request: a scripted one, or the response of the service. */
  Reply reply(SeenRequest request);

  /** Returns the response of the service, regardless of scripts. */
  default Reply unscripted(Exchange exchange) {
    return Reply.status(404);
  }

  /** Returns a challenge that calls the nonce of the request stale. */
  default Reply stale() {
    return Reply.status(401);
  }

  /** Returns the time for the {@code Date} field of responses. */
  default Instant now() {
    return Instant.now();
  }
}
