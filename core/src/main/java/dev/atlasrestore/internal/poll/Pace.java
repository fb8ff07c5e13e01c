package dev.atlasrestore.internal.poll;

import dev.atlasrestore.PollPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spreads the polls of all waits of a client evenly, per group id: the service counts requests per
 * group. Groups that nobody asks about are forgotten. Safe for use by many threads.
 */
public final class Pace {

  private static final int FIRST_SWEEP = 64;

  private final Optional<PollPolicy.Rate> rate;
  private final Map<String, Instant> nextTurn = new HashMap<>();
  private int sweepAt = FIRST_SWEEP;

  /** A pace of this rate, or none. */
  public Pace(Optional<PollPolicy.Rate> rate) {
    this.rate = rate;
  }

  /**
   * Takes the group's next turn, if it comes before the deadline; whoever cannot wait for it leaves
   * it to the others.
   *
   * @return how long to wait for it
   */
  synchronized Optional<Duration> takeTurn(String groupId, Instant now, Instant deadline) {
    if (rate.isEmpty()) {
      return Optional.of(Duration.ZERO);
    }
    Instant turn = turn(groupId, now);
    if (!turn.isBefore(deadline)) {
      return Optional.empty();
    }
    put(groupId, turn.plus(spacing(rate.get())), now);
    return Optional.of(Duration.between(now, turn));
  }

  /**
   * Counts a read that waits for no turn. Any number of them holds waits up for no longer than the
   * rate's own period; turns that were taken stay taken.
   */
  public synchronized void count(String groupId, Instant now) {
    if (rate.isPresent()) {
      Instant turn = turn(groupId, now);
      Instant pushed = turn.plus(spacing(rate.get()));
      Instant latest = now.plus(rate.get().per());
      put(groupId, earlier(pushed, turn.isAfter(latest) ? turn : latest), now);
    }
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private Instant turn(String groupId, Instant now) {
    Instant next = nextTurn.get(groupId);
    return next == null || next.isBefore(now) ? now : next;
  }

  private static Duration spacing(PollPolicy.Rate rate) {
    return rate.per().dividedBy(rate.requests());
  }

  private void put(String groupId, Instant next, Instant now) {
    if (nextTurn.size() >= sweepAt) {
      nextTurn.values().removeIf(turn -> !turn.isAfter(now));
      sweepAt = Math.max(FIRST_SWEEP, 2 * nextTurn.size());
    }
    nextTurn.put(groupId, next);
  }

  /** How many groups are remembered. */
  synchronized int groups() {
    return nextTurn.size();
  }
}
