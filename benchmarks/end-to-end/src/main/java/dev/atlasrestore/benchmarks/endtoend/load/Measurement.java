package dev.atlasrestore.benchmarks.endtoend.load;

/**
 * What a load has come to on the client's side.
 *
 * @param fetches fetches that gave the right job
 * @param errors fetches that did not
 * @param firstError the first of them, in words; else empty
 * @param seconds how long it took
 * @param cpuMicros processor time of the client's JVM for each fetch
 * @param kibibytes memory allocated for each fetch
 * @param p50Millis half of the fetches were as fast as this
 * @param p99Millis 99 of 100 were
 */
public record Measurement(
    long fetches,
    long errors,
    String firstError,
    double seconds,
    double cpuMicros,
    double kibibytes,
    double p50Millis,
    double p99Millis) {

  private static final String TAB = "\t";

  /** As one line. */
  public String toLine() {
    String words = firstError.replaceAll("\\s+", " ");
    return fetches + TAB + errors + TAB + words + TAB + seconds + TAB + cpuMicros + TAB + kibibytes
        + TAB + p50Millis + TAB + p99Millis;
  }

  /** Reads such a line. */
  public static Measurement ofLine(String line) {
    String[] words = line.split(TAB, -1);
    return new Measurement(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        words[2],
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Double.parseDouble(words[6]),
        Double.parseDouble(words[7]));
  }

  /** Fetches in a second. */
  public double throughput() {
    return fetches / seconds;
  }
}
