package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is asked of each contestant in turn.
 *
 * @param name how results are filed
 * @param rules how the server behaves
 * @param warmUp comes first, and is not counted; what matters of it is how long it is
 * @param run what is measured
 * @param contestants who takes part
 */
record Scenario(String name, Rules rules, Run warmUp, Run run, Set<Contestant> contestants) {

  /** The same with those contestants only whose names match. */
  Scenario only(String pattern) {
    Set<Contestant> chosen = EnumSet.noneOf(Contestant.class);
    contestants.stream().filter(each -> each.name().matches(pattern)).forEach(chosen::add);
    return new Scenario(name, rules, warmUp, run, chosen);
  }
}
