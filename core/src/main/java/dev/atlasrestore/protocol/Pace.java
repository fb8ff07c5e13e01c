package dev.atlasrestore.protocol;

import dev.atlasrestore.PollPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spreads the polls of all waits of a client evenly, per group id: the service counts requests per
 * group. Groups that nobody asks about are forgotten. Safe for use by many threads.
 *
 * <p>Theory of operation: a wait takes the next turn that is free, comes back at its time and
 * reads. A wait that was cancelled tells nobody and leaves its turn behind unused; so may
 * thousands. Hence whoever waits looks in once a minute, and goes at once when no wait has read for
 * longer than a late timer explains: then those before it have vanished, and only reads that wait
 * for no turn still count. A turn lapses when its wait comes much too late, as all do after the
 * machine was suspended; it takes a new one then, so that they do not all go at once.
 */
public final class Pace {

  /** How late a wait may come for its turn: timers are late on a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** Why a wait may end before its deadline. */
  static final String NO_TURN = "the rate of polls leaves it no other before then";

  private static final Duration LOOK_IN = Duration.ofMinutes(1);
  private static final int FIRST_SWEEP = 64;

  private final Optional<PollPolicy.Rate> rate;
  private final Duration spacing;
  private final Map<String, Line> lines = new HashMap<>();
  private int sweepAt = FIRST_SWEEP;

  /**
   * How things stand in one group.
   *
   * @param next the first turn that nobody has
   * @param used when the last wait read, or is to
   * @param counted until when the reads that wait for no turn have used the rate up; not after next
   */
  private record Line(Instant next, Instant used, Instant counted) {}

  /** A pace of this rate, or none. */
  public Pace(Optional<PollPolicy.Rate> rate) {
    this.rate = rate;
    this.spacing = rate.map(each -> each.per().dividedBy(each.requests())).orElse(Duration.ZERO);
  }

  /**
   * Takes the group's next turn, if it comes before the deadline; whoever cannot wait for it leaves
   * it to the others.
   *
   * @return when it is: now, or later; then {@link #lookIn} says how long to wait
   */
  synchronized Optional<Instant> takeTurn(String groupId, Instant now, Instant deadline) {
    if (rate.isEmpty()) {
      return Optional.of(now);
    }
    Line line = line(groupId, now);
    boolean idle = isIdle(line, now);
    Instant turn = later(idle ? line.counted : line.next, now);
    if (!turn.isBefore(deadline)) {
      return Optional.empty();
    }
    Instant next = later(line.next, turn.plus(spacing));
    Instant used = idle || turn.equals(now) ? turn : line.used;
    put(groupId, new Line(next, used, line.counted), now);
    return Optional.of(turn);
  }

  /**
   * Comes for a turn that was taken, or looks in before its time.
   *
   * @return when the turn is now: as before, now, or a new one
   */
  synchronized Optional<Instant> comeFor(
      Instant turn, String groupId, Instant now, Instant deadline) {
    if (rate.isEmpty()) {
      return Optional.of(now);
    }
    Line line = line(groupId, now);
    boolean lapsed = turn.plus(LATE).isBefore(now);
    boolean sooner = isIdle(line, now) && line.counted.isBefore(turn);
    if (lapsed || sooner) {
      return takeTurn(groupId, now, deadline);
    }
    if (turn.isAfter(now)) {
      return Optional.of(turn);
    }
    put(groupId, new Line(line.next, now, line.counted), now);
    return Optional.of(now);
  }

  /** How long to wait before coming for a turn, or looking in. */
  static Duration lookIn(Instant turn, Instant now) {
    Duration left = Duration.between(now, turn);
    return left.compareTo(LOOK_IN) < 0 ? left : LOOK_IN;
  }

  /**
   * Counts a read that waits for no turn. Any number of them holds waits up for no longer than the
   * rate's own period; turns that were taken stay taken. It tells nothing of those who took them.
   */
  public synchronized void count(String groupId, Instant now) {
    if (rate.isPresent()) {
      Line line = line(groupId, now);
      Instant latest = now.plus(rate.get().per());
      Instant turn = later(line.next, now);
      Instant next = earlier(turn.plus(spacing), later(turn, latest));
      Instant counted = earlier(later(line.counted, now).plus(spacing), latest);
      put(groupId, new Line(next, line.used, counted), now);
    }
  }

  private boolean isIdle(Line line, Instant now) {
    return !line.used.plus(spacing).plus(LATE).isAfter(now);
  }

  private Line line(String groupId, Instant now) {
    Line line = lines.get(groupId);
    return line == null ? new Line(now, Instant.MIN, Instant.MIN) : line;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private void put(String groupId, Line line, Instant now) {
    if (lines.size() >= sweepAt) {
      lines.values().removeIf(each -> !each.next.isAfter(now));
      sweepAt = Math.max(FIRST_SWEEP, 2 * lines.size());
    }
    lines.put(groupId, line);
  }

  /** How many groups are remembered. */
  synchronized int groups() {
    return lines.size();
  }
}
