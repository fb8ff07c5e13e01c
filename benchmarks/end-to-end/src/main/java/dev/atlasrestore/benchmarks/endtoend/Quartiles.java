package dev.atlasrestore.benchmarks.endtoend;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** The median and the quartiles of several values. All are NaN if there are no values. */
public record Quartiles(double lower, double median, double upper) {

  /** Ignores values that are not finite: the ratios of a window without a successful fetch. */
  public static Quartiles of(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    return new Quartiles(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = fraction * (sorted.length - 1);
    int index = (int) position;
    int next = Math.min(index + 1, sorted.length - 1);
    return sorted[index] + (position - index) * (sorted[next] - sorted[index]);
  }

  /** Formats the median, with the quartiles in brackets if they differ from it. */
  public String format(String pattern) {
    if (Double.isNaN(median)) {
      return "–";
    }
    String middle = String.format(Locale.ROOT, pattern, median);
    String low = String.format(Locale.ROOT, pattern, lower);
    String high = String.format(Locale.ROOT, pattern, upper);
    return low.equals(high) ? middle : middle + " (" + low + "–" + high + ")";
  }
}
