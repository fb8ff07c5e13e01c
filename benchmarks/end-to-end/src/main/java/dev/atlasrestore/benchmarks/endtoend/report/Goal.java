package dev.atlasrestore.benchmarks.endtoend.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was to be reached, what was reached, and whether that is enough. Nothing is enough of which
 * a part was not measured.
 */
final class Goal {

  private final String name;
  private final String demand;
  private final List<String> figures = new ArrayList<>();
  private boolean measured = true;
  private boolean reached = true;

  Goal(String name, String demand) {
    this.name = name;
    this.demand = demand;
  }

  /** The figure that is judged may be at most so large. */
  Goal atMost(double limit, String what, Optional<Spread> spread, Judged by) {
    return judge(what, spread, by.of(spread) <= limit);
  }

  /** The median must be at least so large. */
  Goal atLeast(double limit, String what, Optional<Spread> spread) {
    return judge(what, spread, Judged.MEDIAN.of(spread) >= limit);
  }

  private Goal judge(String what, Optional<Spread> spread, boolean good) {
    measured &= spread.isPresent();
    reached &= good;
    String figure = Words.range(spread, "%.2f");
    figures.add(what + " " + (good || spread.isEmpty() ? figure : "**" + figure + "**"));
    return this;
  }

  /** What one figure of several rounds counts. */
  enum Judged {
    /** Speeds: the middle one. */
    MEDIAN,
    /** Promises: each one. */
    MAX;

    private double of(Optional<Spread> spread) {
      return spread.map(each -> this == MEDIAN ? each.median() : each.max()).orElse(Double.NaN);
    }
  }

  String row() {
    String verdict = !measured ? "not measured" : reached ? "reached" : "**not reached**";
    return Words.row(name, demand, String.join("; ", figures), verdict);
  }
}
