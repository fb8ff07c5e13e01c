package dev.atlasrestore.testkit;

import java.time.Instant;
import java.util.Objects;

/**
 * The service behind a {@link FakeServer}. The server calls it on one thread per connection, so an
 * implementation must be safe for use by many threads.
 */
@FunctionalInterface
interface ExchangeHandler {

  /** Returns a handler that chooses each reply by the request alone. */
  static ExchangeHandler of(RequestHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return exchange -> handler.reply(exchange.seen());
  }

  /** Returns the reply to this request: a scripted one, or the response of the service. */
  Reply reply(Exchange exchange);

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
