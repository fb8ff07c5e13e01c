package dev.atlasrestore.benchmarks.endtoend.report;

import dev.atlasrestore.benchmarks.endtoend.report.Goal.Judged;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The goals that the micro benchmarks measure, from the tables they have left on the page. */
final class Parts {

  private static final int TIME = 3;
  private static final int BYTES = 4;
  private static final int BYTES_RATIO = 5;
  private static final double LARGEST_HEADER = 1600;

  private final List<String> lines;

  Parts(String page) {
    this.lines = page.lines().toList();
  }

  Goal decode() {
    String row = "**JSON-B codec**";
    return new Goal(
            "P5", "the JSON-B codec takes at most 1.05 of Jackson's time and 1.0 of its bytes")
        .atMost(1.05, "time", figure(row, TIME), Judged.MEDIAN)
        .atMost(1.0, "bytes", figure(row, BYTES_RATIO), Judged.MEDIAN);
  }

  Goal sign() {
    String header = "**signed header**, cnonce at hand";
    String whole = "**signed header** with a fresh cnonce";
    return new Goal(
            "P6",
            "a signed header takes at most 1.6 of two bare MD5s, 2.2 with its cnonce, and 1.6 kB")
        .atMost(1.6, "time", figure(header, TIME), Judged.MEDIAN)
        .atMost(2.2, "with cnonce", figure(whole, TIME), Judged.MEDIAN)
        .atMost(LARGEST_HEADER, "bytes", figure(whole, BYTES), Judged.MEDIAN);
  }

  /** The first row of that name: MD5's stands before SHA-256's. */
  private Optional<Spread> figure(String row, int column) {
    return lines.stream()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .filter(cells -> cells.size() > BYTES_RATIO && cells.get(1).equals(row))
        .findFirst()
        .map(cells -> Double.parseDouble(cells.get(column).replace(",", "")))
        .map(figure -> new Spread(figure, figure, figure));
  }
}
