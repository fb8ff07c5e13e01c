package dev.atlasrestore.benchmarks.endtoend.report;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;

/**
 * All figures measured so far. Each is written to a file at once, as a line of words, so that a run
 * that was broken off can go on where it was.
 */
public final class Results {

  private static final String TAB = "\t";

  private final Path file;
  private final Map<Series, Map<Integer, Double>> figures = new ConcurrentHashMap<>();

  private Results(Path file) {
    this.file = file;
  }

  private record Series(String scenario, Contestant contestant, Metric metric) {}

  /** Those that this file holds, if there is one. */
  public static Results in(Path file) throws IOException {
    Results results = new Results(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(TAB, -1);
        results
            .series(words[0], Contestant.valueOf(words[1]), Metric.valueOf(words[2]))
            .put(Integer.parseInt(words[3]), Double.parseDouble(words[4]));
      }
    }
    return results;
  }

  /** Keeps a figure. */
  public void add(String scenario, Contestant contestant, int round, Map<Metric, Double> measured)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    measured.forEach(
        (metric, value) -> {
          series(scenario, contestant, metric).put(round, value);
          lines.append(
              String.join(
                  TAB, scenario, contestant.name(), metric.name(), round + TAB + value + "\n"));
        });
    Files.writeString(
        file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whether that round of a scenario has been measured. */
  public boolean has(String scenario, Contestant contestant, int round) {
    return figures.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().scenario.equals(scenario)
                    && entry.getKey().contestant == contestant
                    && entry.getValue().containsKey(round));
  }

  /** All rounds of one figure; empty if there was none. */
  public Optional<Spread> of(String scenario, Contestant contestant, Metric metric) {
    return spread(List.copyOf(series(scenario, contestant, metric).values()));
  }

  /** A figure of single fetches, of those rounds in which anything was fetched. */
  public Optional<Spread> ofFetches(String scenario, Contestant contestant, Metric metric) {
    return combined(
        series(scenario, contestant, metric),
        series(scenario, contestant, Metric.FETCHES),
        (figure, fetches) -> fetches == 0 ? Double.NaN : figure);
  }

  /** One metric by another, round by round, where there is any of the other. */
  public Optional<Spread> quotient(
      String scenario, Contestant contestant, Metric metric, Metric by) {
    return combined(
        series(scenario, contestant, metric),
        series(scenario, contestant, by),
        (a, b) -> b == 0 ? Double.NaN : a / b);
  }

  /** One contestant by another, round by round. */
  public Optional<Spread> ratio(
      String scenario, Metric metric, Contestant contestant, Contestant by) {
    return combined(
        series(scenario, contestant, metric), series(scenario, by, metric), (a, b) -> a / b);
  }

  /** One metric less another, round by round, of one contestant. */
  public Optional<Spread> difference(
      String scenario, Contestant contestant, Metric metric, Metric less) {
    return combined(
        series(scenario, contestant, metric), series(scenario, contestant, less), (a, b) -> a - b);
  }

  /** One metric in another unit. */
  public Optional<Spread> scaled(
      String scenario, Contestant contestant, Metric metric, double factor) {
    return of(scenario, contestant, metric)
        .map(each -> new Spread(each.min() * factor, each.median() * factor, each.max() * factor));
  }

  private Map<Integer, Double> series(String scenario, Contestant contestant, Metric metric) {
    return figures.computeIfAbsent(
        new Series(scenario, contestant, metric), series -> new TreeMap<>());
  }

  private static Optional<Spread> combined(
      Map<Integer, Double> left, Map<Integer, Double> right, DoubleBinaryOperator how) {
    List<Double> values = new ArrayList<>();
    left.forEach(
        (round, value) -> {
          Double other = right.get(round);
          if (other != null) {
            values.add(how.applyAsDouble(value, other));
          }
        });
    return spread(values);
  }

  /** What is not a number was not measured. */
  private static Optional<Spread> spread(List<Double> values) {
    List<Double> measured = values.stream().filter(value -> !value.isNaN()).toList();
    return measured.isEmpty() ? Optional.empty() : Optional.of(Spread.of(measured));
  }
}
