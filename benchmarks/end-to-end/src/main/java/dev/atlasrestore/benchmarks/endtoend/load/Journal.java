package dev.atlasrestore.benchmarks.endtoend.load;

import org.HdrHistogram.Histogram;

/** What one caller has seen. For one thread at a time. */
final class Journal {

  private static final long HIGHEST = 120_000_000_000L;
  private static final int DIGITS = 2;

  private final Histogram nanos = new Histogram(HIGHEST, DIGITS);
  private long errors;
  private String firstError = "";

  void ended(long tookNanos, @org.jspecify.annotations.Nullable Throwable error) {
    if (error == null) {
      nanos.recordValue(Math.min(HIGHEST, tookNanos));
      return;
    }
    if (errors++ == 0) {
      firstError = error.toString();
    }
  }

  void addTo(Journal all) {
    all.nanos.add(nanos);
    all.errors += errors;
    all.firstError = all.firstError.isEmpty() ? firstError : all.firstError;
  }

  long fetches() {
    return nanos.getTotalCount();
  }

  long errors() {
    return errors;
  }

  String firstError() {
    return firstError;
  }

  double micros(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }
}
