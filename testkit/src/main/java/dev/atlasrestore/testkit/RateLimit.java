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
 * The service's rate limit: so many requests of a group within any such time, challenges included.
 * Safe for use by many threads.
 */
final class RateLimit {

  private final int requests;
  private final Duration per;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> taken = new HashMap<>();

  RateLimit(int requests, Duration per, InstantSource clock) {
    this.requests = requests;
    this.per = per;
    this.clock = clock;
  }

  /** Counts a request; the refusal if there is no room for it. */
  synchronized Optional<ResponseReply> refusal(String group) {
    Instant now = clock.instant();
    Deque<Instant> times = taken.computeIfAbsent(group, g -> new ArrayDeque<>());
    while (!times.isEmpty() && !now.isBefore(times.getFirst().plus(per))) {
      times.removeFirst();
    }
    if (times.size() < requests) {
      times.addLast(now);
      return Optional.empty();
    }
    Duration wait = Duration.between(now, times.getFirst().plus(per));
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    return Optional.of(
        Reply.error(429, "RATE_LIMITED", "Too many requests for this group.", group)
            .header("Retry-After", Long.toString(seconds))
            .header("RateLimit-Limit", Integer.toString(requests))
            .header("RateLimit-Remaining", "0"));
  }
}
