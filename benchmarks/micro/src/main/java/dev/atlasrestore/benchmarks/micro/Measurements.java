package dev.atlasrestore.benchmarks.micro;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** The results of one JMH run, by benchmark. */
final class Measurements {

  private static final String ALLOCATED_BYTES = "gc.alloc.rate.norm";

  private final Map<String, Measurement> measurements = new HashMap<>();

  private Measurements() {}

  /**
   * The result of one benchmark.
   *
   * @param medianNanos the median of all iterations of all forks
   * @param minNanos the fastest iteration
   * @param maxNanos the slowest iteration
   * @param bytes the bytes that one operation allocates
   */
  record Measurement(double medianNanos, double minNanos, double maxNanos, double bytes) {}

  static Measurements of(Collection<RunResult> results) {
    Measurements all = new Measurements();
    for (RunResult result : results) {
      Statistics time = result.getPrimaryResult().getStatistics();
      double bytes =
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED_BYTES)).getScore();
      all.measurements.put(
          result.getParams().getBenchmark(),
          new Measurement(time.getPercentile(50), time.getMin(), time.getMax(), bytes));
    }
    return all;
  }

  /** Returns the result of a benchmark; empty if it was not run. */
  Optional<Measurement> of(Class<?> benchmark, String method) {
    return Optional.ofNullable(measurements.get(benchmark.getName() + "." + method));
  }
}
