package dev.atlasrestore.verification.server;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server saw: requests for the protected part, how many of them it answered 401, and the
 * connections they came on. A server reports an answer before its first byte leaves, so that a
 * client that has the answer finds it counted.
 *
 * <p>{@code GET /__stats} shows the counts and {@code POST /__reset} clears them; neither needs
 * credentials and neither is counted. May be used from any thread.
 */
public final class Counts {
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger unauthorized = new AtomicInteger();
  private final Set<Object> connections = ConcurrentHashMap.newKeySet();

  /** Counts one answer; {@code connection} equals itself only for requests of one connection. */
  public void answered(Object connection, int status) {
    requests.incrementAndGet();
    connections.add(connection);
    if (status == 401) {
      unauthorized.incrementAndGet();
    }
  }

  /** Returns the body for one of the two addresses of the counts, or nothing for any other. */
  public Optional<String> answerTo(String method, String path) {
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
