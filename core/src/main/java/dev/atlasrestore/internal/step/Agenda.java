package dev.atlasrestore.internal.step;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when, the earliest first; of several at one time the one with the lowest
 * number. Immutable, never empty: none is {@code null}. A leftist heap, so adding and taking cost
 * the logarithm of its size and share all the rest.
 */
record Agenda<W>(Entry<W> first, int rank, @Nullable Agenda<W> left, @Nullable Agenda<W> right) {

  /** One thing to do. */
  record Entry<W>(Instant at, int number, W what) {

    private boolean isBefore(Entry<W> other) {
      int order = at.compareTo(other.at);
      return order < 0 || (order == 0 && number < other.number);
    }
  }

  static <W> Agenda<W> with(Entry<W> entry, @Nullable Agenda<W> others) {
    Agenda<W> alone = new Agenda<>(entry, 1, null, null);
    return others == null ? alone : merged(alone, others);
  }

  /** What is left without the first. */
  @Nullable Agenda<W> rest() {
    return left == null ? right : right == null ? left : merged(left, right);
  }

  /** Goes down the right sides, which are short: never longer than the left ones. */
  private static <W> Agenda<W> merged(Agenda<W> one, Agenda<W> other) {
    return one.first.isBefore(other.first) ? over(one, other) : over(other, one);
  }

  private static <W> Agenda<W> over(Agenda<W> top, Agenda<W> below) {
    Agenda<W> merged = top.right == null ? below : merged(top.right, below);
    return top.left == null || top.left.rank < merged.rank
        ? new Agenda<>(top.first, rank(top.left) + 1, merged, top.left)
        : new Agenda<>(top.first, merged.rank + 1, top.left, merged);
  }

  private static int rank(@Nullable Agenda<?> agenda) {
    return agenda == null ? 0 : agenda.rank;
  }
}
