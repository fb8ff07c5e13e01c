package dev.atlasrestore.protocol;

import dev.atlasrestore.PollRate;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Limits the rate of polls of all waits of a client, separately for each group id, because the
 * service counts requests per group. Safe for use by many threads.
 *
 * <p><b>Bucket.</b> Each group has a bucket of permits. It is full at first, with {@link
 * PollRate#burst()} permits. It gains one permit per {@link #spacing}: the period divided by the
 * number of requests. One poll takes one permit. So in any time span, the polls exceed the rate by
 * at most one burst.
 *
 * <p><b>Queue.</b> A wait whose poll is due {@linkplain #join joins} the queue of its group. It may
 * poll if the bucket holds a permit for it and one for each place ahead of it. Otherwise it pauses
 * and then {@linkplain #takePermit asks} again. A wait that asks late keeps its place. A wait that
 * is cancelled {@linkplain #leave leaves}, and the places behind it move up. Their waits notice
 * this when they ask again, within a minute.
 *
 * <p><b>Gets and pages of lists</b> never pause. {@link #record} takes a place in the queue for
 * each of them. This place takes a permit as soon as the bucket holds one for it and for the places
 * ahead. At most {@link PollRate#requests()} such places are in the queue, so they delay a wait by
 * at most one period.
 *
 * <p><b>Stops.</b> If the service responds with 429 or asks for a pause, {@link #recordFailure}
 * empties the bucket of the group and puts off its next permit.
 *
 * <p><b>Safety net.</b> If a runner never reports that it has cancelled a wait, the wait's place is
 * removed when the wait is a minute late to ask again. A wait that asks even later takes a new
 * place.
 */
final class PollRateLimiter {

  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);
  private static final Duration MAX_LATENESS = Duration.ofMinutes(1);
  private static final Duration STOP_WITHOUT_RETRY_AFTER = Duration.ofSeconds(15);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int MIN_GROUPS_BEFORE_CLEANUP = 64;

  private final Optional<PollRate> rate;
  private final int burst;
  private final int maxGets;
  private final Duration spacing;
  private final Map<String, Group> groups = new HashMap<>();
  private int cleanUpAt = MIN_GROUPS_BEFORE_CLEANUP;

  /**
   * Creates a limiter.
   *
   * @param rate the rate for each group; empty for no limit
   */
  PollRateLimiter(Optional<PollRate> rate) {
    this.rate = rate;
    this.burst = rate.map(PollRate::burst).orElse(0);
    this.maxGets = rate.map(PollRate::requests).orElse(0);
    this.spacing = rate.map(each -> each.per().dividedBy(each.requests())).orElse(Duration.ZERO);
  }

  /** A place in the queue of a group. Compared by identity. */
  static final class Place {
    private final String groupId;
    private final boolean ofGet;
    private final Instant joined;
    private long number;
    private Instant expiry;

    private Place(String groupId, boolean ofGet, Instant joined, Instant expiry) {
      this.groupId = groupId;
      this.ofGet = ofGet;
      this.joined = joined;
      this.expiry = expiry;
    }
  }

  /** The bucket and the queue of one group. */
  private static final class Group {
    private final Set<Place> queue = new LinkedHashSet<>();
    private long nextNumber;
    private int gets;

    /** The time from which the bucket is full, if no permit is taken before. */
    private Instant fullAt = Instant.MIN;

    private void add(Place place) {
      place.number = nextNumber++;
      queue.add(place);
    }
  }

  /** Takes the last place in the queue of a group. */
  synchronized Place join(String groupId, Instant now) {
    Place place = new Place(groupId, false, now, now.plus(MAX_LATENESS));
    if (rate.isPresent()) {
      group(groupId, now).add(place);
    }
    return place;
  }

  /**
   * Takes a permit for a poll that is made now, and removes the place.
   *
   * @return empty if the permit was taken; otherwise how long to pause before asking again
   */
  synchronized Optional<Duration> takePermit(Place place, Instant now) {
    if (rate.isEmpty()) {
      return Optional.empty();
    }
    Group group = group(place.groupId, now);
    removeExpired(group, now);
    if (!group.queue.contains(place)) {
      group.add(place);
    }
    useGets(group, now);
    Instant due = permitAt(group, placesAhead(group, place), now);
    if (!due.isAfter(now)) {
      group.queue.remove(place);
      use(group, now);
      return Optional.empty();
    }
    Duration pause = Times.shorter(Duration.between(now, due), CHECK_INTERVAL);
    place.expiry = now.plus(pause).plus(MAX_LATENESS);
    return Optional.of(pause);
  }

  /** Removes a place. Does nothing if the place is no longer in the queue. */
  synchronized void leave(Place place) {
    Group group = groups.get(place.groupId);
    if (group != null) {
      group.queue.remove(place);
    }
  }

  /** Records a get, or a page of a list, that is read now. */
  synchronized void record(String groupId, Instant now) {
    if (rate.isPresent()) {
      Group group = group(groupId, now);
      useGets(group, now);
      if (group.gets < maxGets) {
        group.gets++;
        group.add(new Place(groupId, true, now, Instant.MAX));
        useGets(group, now);
      }
    }
  }

  /**
   * Records a failed attempt of a read. If the service asks for a pause, the next permit of the
   * group comes after that pause, and no burst follows.
   */
  synchronized void recordFailure(String groupId, AttemptResult.Failure<?> failure, Instant now) {
    Optional<Duration> stop = stop(failure);
    if (rate.isPresent() && stop.isPresent()) {
      Group group = group(groupId, now);
      Instant nextPermit = now.plus(stop.get());
      group.fullAt = Times.later(group.fullAt, nextPermit.plus(spacing.multipliedBy(burst - 1L)));
    }
  }

  private static Optional<Duration> stop(AttemptResult.Failure<?> failure) {
    return switch (failure.status().orElse(0)) {
      case TOO_MANY_REQUESTS -> Optional.of(failure.retryAfter().orElse(STOP_WITHOUT_RETRY_AFTER));
      case SERVICE_UNAVAILABLE -> failure.retryAfter();
      default -> Optional.empty();
    };
  }

  /** Returns when the bucket holds a permit for a place. */
  private Instant permitAt(Group group, long placesAhead, Instant now) {
    return Times.later(group.fullAt, now).plus(spacing.multipliedBy(placesAhead + 1 - burst));
  }

  private void use(Group group, Instant now) {
    group.fullAt = Times.later(group.fullAt, now).plus(spacing);
  }

  /**
   * Returns how many places are ahead of this one. A number below the burst is exact, because it
   * decides about the permit. A larger number is an upper bound: it may count places that were
   * removed from the middle of the queue.
   */
  private long placesAhead(Group group, Place place) {
    int ahead = 0;
    for (Place each : group.queue) {
      if (each == place || ahead == burst) {
        break;
      }
      ahead++;
    }
    return ahead < burst
        ? ahead
        : Math.min(place.number - first(group).number, group.queue.size() - 1L);
  }

  private static Place first(Group group) {
    return group.queue.iterator().next();
  }

  /** Lets gets at the head of the queue use their permits, each at the time of the permit. */
  private void useGets(Group group, Instant now) {
    Iterator<Place> places = group.queue.iterator();
    while (places.hasNext()) {
      Place place = places.next();
      Instant due = Times.later(place.joined, permitAt(group, 0, place.joined));
      if (!place.ofGet || due.isAfter(now)) {
        return;
      }
      places.remove();
      group.gets--;
      use(group, due);
    }
  }

  private static void removeExpired(Group group, Instant now) {
    Iterator<Place> places = group.queue.iterator();
    while (places.hasNext() && places.next().expiry.isBefore(now)) {
      places.remove();
    }
  }

  private Group group(String groupId, Instant now) {
    Group known = groups.get(groupId);
    if (known != null) {
      return known;
    }
    if (groups.size() >= cleanUpAt) {
      groups.values().removeIf(each -> each.queue.isEmpty() && !each.fullAt.isAfter(now));
      cleanUpAt = Math.max(MIN_GROUPS_BEFORE_CLEANUP, 2 * groups.size());
    }
    Group created = new Group();
    groups.put(groupId, created);
    return created;
  }

  /** Returns the number of groups that are remembered. */
  synchronized int groups() {
    return groups.size();
  }
}
