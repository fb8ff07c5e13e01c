package dev.atlasrestore.protocol;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.internal.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the rate of polls of all waits of a client, separately for each group id, because the
 * service counts requests per group. The permits of a group are spaced evenly. Groups without a
 * future permit are forgotten. Safe for use by many threads.
 *
 * <p><b>Protocol.</b> A wait {@linkplain #reserve reserves} the next free permit. A permit is the
 * right to poll at a certain instant, and is represented by that instant. Until then it pauses, for
 * at most one minute at a time ({@link #nextCheck}), and {@linkplain #revalidate revalidates} the
 * permit after each pause. A get polls at once and is only {@linkplain #record recorded}.
 *
 * <p><b>Cancelled waits</b> do not return their permits, and there may be thousands of them. A
 * group is idle if no wait has used a permit for longer than one spacing and {@link #TOLERANCE}. In
 * an idle group, the limiter assumes that the waits which reserved the next permits were cancelled.
 * The next wait that reserves or revalidates then polls at once, unless recorded gets delay it.
 *
 * <p><b>Late waits.</b> A permit lapses if its wait comes more than {@link #TOLERANCE} late. All
 * permits lapse when the machine was suspended. Such a wait reserves a new permit, so that not all
 * waits poll at once.
 */
final class PollRateLimiter {

  /** The largest delay of a timer that this class expects on a busy machine. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);
  private static final int MIN_GROUPS_BEFORE_CLEANUP = 64;

  private final Optional<PollPolicy.Rate> rate;
  private final Duration spacing;
  private final Map<String, Group> groups = new HashMap<>();
  private int cleanUpAt = MIN_GROUPS_BEFORE_CLEANUP;

  /**
   * The state of one group.
   *
   * @param nextFree the time of the first permit that is not reserved
   * @param lastUsed the time of the last permit that a wait used or is about to use
   * @param gets the time until which recorded gets use up the rate; not after {@code nextFree}
   */
  private record Group(Instant nextFree, Instant lastUsed, Instant gets) {}

  /**
   * Creates a limiter.
   *
   * @param rate the rate for each group; empty for no limit
   */
  PollRateLimiter(Optional<PollPolicy.Rate> rate) {
    this.rate = rate;
    this.spacing = rate.map(each -> each.per().dividedBy(each.requests())).orElse(Duration.ZERO);
  }

  /**
   * Reserves the group's next permit.
   *
   * @return the time of the permit, {@code now} or later; empty if there is no free permit before
   *     the deadline, then nothing is reserved
   */
  synchronized Optional<Instant> reserve(String groupId, Instant now, Instant deadline) {
    if (rate.isEmpty()) {
      return Optional.of(now);
    }
    Group group = group(groupId, now);
    boolean idle = isIdle(group, now);
    Instant permit = Times.later(idle ? group.gets : group.nextFree, now);
    if (!permit.isBefore(deadline)) {
      return Optional.empty();
    }
    Instant nextFree = Times.later(group.nextFree, permit.plus(spacing));
    Instant lastUsed = idle || permit.equals(now) ? permit : group.lastUsed;
    put(groupId, new Group(nextFree, lastUsed, group.gets), now);
    return Optional.of(permit);
  }

  /**
   * Checks a reserved permit, at its time or before. Uses the permit if its time has come.
   *
   * @return the time of the permit: unchanged, {@code now}, or that of a new permit; empty if a new
   *     permit was necessary and there is none before the deadline
   */
  synchronized Optional<Instant> revalidate(
      Instant permit, String groupId, Instant now, Instant deadline) {
    if (rate.isEmpty()) {
      return Optional.of(now);
    }
    Group group = group(groupId, now);
    boolean lapsed = permit.plus(TOLERANCE).isBefore(now);
    boolean earlierIsFree = isIdle(group, now) && group.gets.isBefore(permit);
    if (lapsed || earlierIsFree) {
      return reserve(groupId, now, deadline);
    }
    if (permit.isAfter(now)) {
      return Optional.of(permit);
    }
    put(groupId, new Group(group.nextFree, now, group.gets), now);
    return Optional.of(now);
  }

  /** Returns how long to pause before the next {@link #revalidate}. */
  static Duration nextCheck(Instant permit, Instant now) {
    return Times.shorter(Duration.between(now, permit), CHECK_INTERVAL);
  }

  /**
   * Records a get, which needs no permit. It delays the next free permit by one spacing. Any number
   * of gets delays a wait by at most the rate's period, and never takes back a reserved permit.
   */
  synchronized void record(String groupId, Instant now) {
    if (rate.isPresent()) {
      Group group = group(groupId, now);
      Instant latest = now.plus(rate.get().per());
      Instant free = Times.later(group.nextFree, now);
      Instant nextFree = Times.earlier(free.plus(spacing), Times.later(free, latest));
      Instant gets = Times.earlier(Times.later(group.gets, now).plus(spacing), latest);
      put(groupId, new Group(nextFree, group.lastUsed, gets), now);
    }
  }

  private boolean isIdle(Group group, Instant now) {
    return !group.lastUsed.plus(spacing).plus(TOLERANCE).isAfter(now);
  }

  private Group group(String groupId, Instant now) {
    Group group = groups.get(groupId);
    return group == null ? new Group(now, Instant.MIN, Instant.MIN) : group;
  }

  private void put(String groupId, Group group, Instant now) {
    if (groups.size() >= cleanUpAt) {
      groups.values().removeIf(each -> !each.nextFree.isAfter(now));
      cleanUpAt = Math.max(MIN_GROUPS_BEFORE_CLEANUP, 2 * groups.size());
    }
    groups.put(groupId, group);
  }

  /** Returns the number of groups that are remembered. */
  synchronized int groups() {
    return groups.size();
  }
}
