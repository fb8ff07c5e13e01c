package dev.atlasrestore.benchmarks.endtoend.report;

import java.util.Locale;
import java.util.Optional;

/**
 * Figures as tables show them: the median, and in brackets the range of all rounds where they
 * differ.
 */
final class Words {

  private static final String NONE = "–";

  private Words() {}

  static String median(Optional<Spread> spread, String format) {
    return spread.map(each -> number(each.median(), format)).orElse(NONE);
  }

  static String most(Optional<Spread> spread, String format) {
    return spread.map(each -> number(each.max(), format)).orElse(NONE);
  }

  static String range(Optional<Spread> spread, String format) {
    return spread.map(each -> range(each, format)).orElse(NONE);
  }

  static String range(Spread spread, String format) {
    if (spread.min() == spread.max()) {
      return number(spread.median(), format);
    }
    return number(spread.median(), format)
        + " ("
        + number(spread.min(), format)
        + "–"
        + number(spread.max(), format)
        + ")";
  }

  static String number(double figure, String format) {
    return String.format(Locale.ROOT, format, figure);
  }

  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  static String head(String... cells) {
    return "\n" + row(cells) + "|" + "---|".repeat(cells.length) + "\n";
  }
}
