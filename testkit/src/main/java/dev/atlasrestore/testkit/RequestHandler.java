package dev.atlasrestore.testkit;

/**
 * Chooses the reply to each request that a {@link FakeServer} receives. The server calls it on one
 * thread per connection, so an implementation must be safe for use by many threads.
 */
@FunctionalInterface
public interface RequestHandler {

  /** Returns the reply to this request. */
  Reply reply(SeenRequest request);
}
