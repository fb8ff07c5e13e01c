package dev.atlasrestore.benchmarks.endtoend.report;

import java.util.Collection;
import java.util.List;

/**
 * The figures of several rounds.
 *
 * @param min the smallest
 * @param median the middle one, or the mean of the two in the middle
 * @param max the largest
 */
public record Spread(double min, double median, double max) {

  /** Of at least one figure. */
  public static Spread of(Collection<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(size - 1));
  }
}
