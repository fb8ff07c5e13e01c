package dev.atlasrestore.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The service's rate limit: at most a number of requests per group within any period of one length.
 * Requests that get a challenge count too. Safe for use by many threads.
 */
final class RateLimit {

  private final int maxRequests;
  private final Duration period;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> requestsByGroup = new HashMap<>();

  RateLimit(int maxRequests, Duration period, InstantSource clock) {
    this.maxRequests = maxRequests;
    this.period = period;
    this.clock = clock;
  }

  synchronized void reset() {
    requestsByGroup.clear();
  }

  /**
   * Counts a request of this group.
   *
   * @return a 429 response if the limit is reached; the request does not count then
   */
  synchronized Optional<ResponseReply> reject(String group) {
    Instant now = clock.instant();
    Deque<Instant> requests = requestsByGroup.computeIfAbsent(group, g -> new ArrayDeque<>());
    while (!requests.isEmpty() && !now.isBefore(requests.getFirst().plus(period))) {
      requests.removeFirst();
    }
    if (requests.size() < maxRequests) {
      requests.addLast(now);
      return Optional.empty();
    }
    Duration wait = Duration.between(now, requests.getFirst().plus(period));
    long roundedUpSeconds = wait.plusNanos(999_999_999).toSeconds();
    return Optional.of(
        Reply.error(429, "RATE_LIMITED", "Too many requests for this group.", group)
            .header("Retry-After", Long.toString(roundedUpSeconds))
            .header("RateLimit-Limit", Integer.toString(maxRequests))
            .header("RateLimit-Remaining", "0"));
  }
}
