package dev.atlasrestore.benchmarks.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters of a run.
 *
 * @param name the name of the plan that the parameters come from
 * @param warmUp the fetches of each contestant before anything is measured
 * @param windows the windows of each contestant in each comparison
 * @param windowMillis the length of a window
 * @param callers the concurrent callers
 * @param countedFetches the fetches of the scenarios that only count requests
 * @param firstFetches the JVMs that are started for one first fetch each, per contestant
 */
record Plan(
    String name,
    int warmUp,
    int windows,
    int windowMillis,
    int callers,
    int countedFetches,
    int firstFetches) {

  private static final Plan FULL = new Plan("full", 150_000, 40, 300, 32, 2_000, 7);

  /** Takes a few minutes. Its quartiles are further apart. */
  private static final Plan SHORT = new Plan("short", 40_000, 12, 300, 32, 2_000, 3);

  /** Takes seconds. Shows only that everything works. */
  private static final Plan SMOKE = new Plan("smoke", 200, 2, 20, 32, 200, 1);

  /**
   * Returns the plan with the name in the first argument. Each further argument changes one
   * parameter, for example {@code windows=80}.
   */
  static Plan of(List<String> arguments) {
    Plan base =
        switch (arguments.get(0)) {
          case "full" -> FULL;
          case "short" -> SHORT;
          case "smoke" -> SMOKE;
          default -> throw new IllegalArgumentException("No such plan: " + arguments.get(0));
        };
    Map<String, Integer> changes =
        arguments.stream()
            .skip(1)
            .map(change -> change.split("=", 2))
            .collect(Collectors.toMap(change -> change[0], change -> Integer.valueOf(change[1])));
    return new Plan(
        base.name,
        changes.getOrDefault("warmUp", base.warmUp),
        changes.getOrDefault("windows", base.windows),
        changes.getOrDefault("windowMillis", base.windowMillis),
        changes.getOrDefault("callers", base.callers),
        base.countedFetches,
        base.firstFetches);
  }

  String description() {
    return String.format(
        Locale.ROOT,
        "Plan `%s`: %,d fetches of warm-up and %d windows of %d ms for each contestant, %d callers.",
        name,
        warmUp,
        windows,
        windowMillis,
        callers);
  }
}
