package dev.atlasrestore.verification.server;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests for protected addresses, how many of them got status 401, and their
 * connections. A server counts a response before it sends the first byte, so the count includes
 * every response that a client has received.
 *
 * <p>{@code GET /__stats} returns the counts and {@code POST /__reset} sets them to zero. Both need
 * no credentials and are not counted. Safe for use by many threads.
 */
public final class Counts {
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger unauthorized = new AtomicInteger();
  private final Set<Object> connections = ConcurrentHashMap.newKeySet();

  /**
   * Counts a response.
   *
   * @param connection equal for all requests of one connection, and only for them
   */
  public void responded(Object connection, int status) {
    requests.incrementAndGet();
    connections.add(connection);
    if (status == 401) {
      unauthorized.incrementAndGet();
    }
  }

  /** Returns the body for a request to one of the two addresses above; empty for all others. */
  public Optional<String> respondTo(String method, String path) {
    if (method.equals("POST") && path.equals("/__reset")) {
      requests.set(0);
      unauthorized.set(0);
      connections.clear();
      return Optional.of(toJson());
    }
    return method.equals("GET") && path.equals("/__stats")
        ? Optional.of(toJson())
        : Optional.empty();
  }

  private String toJson() {
    return "{\"requests\":%d,\"unauthorized\":%d,\"connections\":%d}"
        .formatted(requests.get(), unauthorized.get(), connections.size());
  }
}
