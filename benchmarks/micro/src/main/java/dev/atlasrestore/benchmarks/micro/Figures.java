package dev.atlasrestore.benchmarks.micro;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What was measured, by benchmark. */
final class Figures {

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final Map<String, Figure> figures = new HashMap<>();

  private Figures() {}

  /**
   * One benchmark's figures.
   *
   * @param nanos the median of all iterations of all forks
   * @param least the quickest iteration
   * @param most the slowest one
   * @param bytes allocated by one operation
   */
  record Figure(double nanos, double least, double most, double bytes) {}

  static Figures of(Collection<RunResult> results) {
    Figures all = new Figures();
    for (RunResult result : results) {
      Statistics time = result.getPrimaryResult().getStatistics();
      double bytes =
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore();
      all.figures.put(
          result.getParams().getBenchmark(),
          new Figure(time.getPercentile(50), time.getMin(), time.getMax(), bytes));
    }
    return all;
  }

  /** The figures of a benchmark, if it was run. */
  Optional<Figure> of(Class<?> benchmark, String method) {
    return Optional.ofNullable(figures.get(benchmark.getName() + "." + method));
  }
}
