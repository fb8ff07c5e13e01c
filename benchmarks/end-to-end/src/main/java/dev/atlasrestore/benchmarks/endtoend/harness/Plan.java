package dev.atlasrestore.benchmarks.endtoend.harness;

import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.JACKSON;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.JSONB;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.NONE;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.Kind;
import dev.atlasrestore.benchmarks.endtoend.contestant.Decoding;
import dev.atlasrestore.benchmarks.endtoend.harness.Run.How;
import dev.atlasrestore.benchmarks.endtoend.report.Filed;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How much is measured.
 *
 * @param generations how often everybody gets a fresh JVM
 * @param rounds how often everybody's turn comes in each
 * @param warmUpMillis how long warming up may take
 * @param millis how long a scenario lasts
 * @param delayedMillis how long one behind a network does
 * @param fetches how many fetches one lasts in which requests are counted
 * @param firstFetches how many JVMs are started for one first fetch each
 * @param waitRounds how often many jobs are awaited at once
 * @param waits how many jobs are awaited at once
 */
record Plan(
    int generations,
    int rounds,
    int warmUpMillis,
    int millis,
    int delayedMillis,
    int fetches,
    int firstFetches,
    int waitRounds,
    int waits) {

  /** For the record. */
  static final Plan FULL = new Plan(2, 2, 30_000, 900, 500, 2_000, 5, 3, 10_000);

  /** For somebody at the keyboard: some minutes, and a first idea. */
  static final Plan SHORT = new Plan(1, 3, 6_000, 500, 300, 500, 3, 1, 2_000);

  /** Shows that everything still works, and nothing else. */
  static final Plan SMOKE = new Plan(1, 1, 50, 20, 20, 60, 1, 1, 200);

  private static final int DELAY = 20;

  static Plan named(String name) {
    return switch (name) {
      case "full" -> FULL;
      case "short" -> SHORT;
      case "smoke" -> SMOKE;
      default -> throw new IllegalArgumentException("full, short or smoke, not " + name);
    };
  }

  /**
   * Warms up for these scenarios; the way of decoding that is measured most comes last. Whom calls
   * at once may spoil is called by one: else it would be failures that are compiled.
   */
  List<Run> warmUp(Contestant contestant, List<Scenario> scenarios) {
    int callers = contestant.isSpoiltByCallsAtOnce() ? 1 : 32;
    return scenarios.stream()
        .filter(scenario -> scenario.contestants().contains(contestant))
        .map(scenario -> scenario.run().decoding())
        .distinct()
        .sorted(Comparator.comparing(JSONB::equals))
        .map(decoding -> new Run(How.UNTIL_WARM, warmUpMillis(decoding), callers, decoding))
        .toList();
  }

  private int warmUpMillis(Decoding decoding) {
    return decoding == JSONB ? warmUpMillis : warmUpMillis / 3;
  }

  List<Scenario> scenarios() {
    Set<Contestant> all = EnumSet.allOf(Contestant.class);
    Set<Contestant> floors = those(each -> each.kind() == Kind.FLOOR);
    Set<Contestant> decoding = those(each -> each != Contestant.RAW);
    Set<Contestant> digest = those(each -> each.kind() != Kind.FLOOR);
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(timed(Filed.CALLERS_1, Rules.TOLERANT, 1, JSONB, all));
    scenarios.add(timed(Filed.UNDECODED, Rules.TOLERANT, 32, NONE, floors));
    scenarios.add(timed(Filed.CALLERS_32, Rules.TOLERANT, 32, JSONB, decoding));
    scenarios.add(timed(Filed.JACKSON, Rules.TOLERANT, 32, JACKSON, decoding));
    scenarios.add(timed(Filed.CALLERS_256, Rules.TOLERANT, 256, JSONB, all));
    scenarios.add(counted(Filed.SEQUENTIAL, Rules.TOLERANT, 200, 1, digest));
    // behind a network: so all have called before anybody has an answer
    scenarios.add(counted(Filed.FIRST_CALLS, Rules.TOLERANT.behind(DELAY), 16, 16, digest));
    scenarios.add(counted(Filed.DYING, rules(Admission.DYING), fetches, 32, digest));
    scenarios.add(counted(Filed.STRICT, rules(Admission.STRICT), fetches, 32, digest));
    for (int callers : List.of(1, 32, 256)) {
      scenarios.add(
          timed(Filed.delayed("" + callers), Rules.TOLERANT.behind(DELAY), callers, JSONB, all));
    }
    scenarios.add(
        counted(
            Filed.delayed(Filed.DYING),
            rules(Admission.DYING).behind(DELAY),
            fetches / 4,
            32,
            digest));
    scenarios.add(
        counted(
            Filed.delayed(Filed.STRICT),
            rules(Admission.STRICT).behind(DELAY),
            fetches / 4,
            32,
            digest));
    return scenarios;
  }

  private Scenario timed(
      String name, Rules rules, int callers, Decoding decoding, Set<Contestant> contestants) {
    int measured = rules.delayMillis() == 0 ? millis : delayedMillis;
    return new Scenario(
        name,
        rules,
        new Run(How.FIRST_MILLIS, measured / 5, callers, decoding),
        new Run(How.MILLIS, measured, callers, decoding),
        contestants);
  }

  /** On a client that knows nothing, whose first requests count too. */
  private static Scenario counted(
      String name, Rules rules, int fetches, int callers, Set<Contestant> contestants) {
    return new Scenario(
        name,
        rules,
        new Run(How.FRESH_FETCHES, 1, 1, JSONB),
        new Run(How.FRESH_FETCHES, fetches, callers, JSONB),
        contestants);
  }

  private static Rules rules(Admission admission) {
    return new Rules(admission, 0, false);
  }

  private static Set<Contestant> those(Predicate<Contestant> condition) {
    Set<Contestant> chosen = EnumSet.noneOf(Contestant.class);
    Arrays.stream(Contestant.values()).filter(condition).forEach(chosen::add);
    return chosen;
  }
}
