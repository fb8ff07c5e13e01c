package dev.atlasrestore.testkit.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule of a contract, as the contract page lists it. The test kit does not publish its rules; this
 * class stands in the test kit's package to read them.
 *
 * @param id the id of the rule, or of a part of it, for example {@code RUN-9.head} or {@code 17}
 * @param text what a transport does, in one sentence for each test
 * @param tests the tests of the rule; empty if a test of this module checks it
 */
public record ListedRule(String id, String text, List<Test> tests) {

  /** The rules that the kit cannot test, because they are about the whole JVM. */
  private static final List<ListedRule> NOT_IN_THE_KIT =
      List.of(
          new ListedRule(
              "RUN-16",
              "After many calls and many failures of each kind, no connection, thread, buffer or"
                  + " heap is left (`LeaksTest` in `verification`).",
              List.of()),
          new ListedRule(
              "RUN-19",
              "Nothing blocks an event loop, from the first call of a new JVM on"
                  + " (`ReactorColdJvmTest`, `VertxColdJvmTest` in `verification`).",
              List.of()));

  /**
   * A test of a rule.
   *
   * @param part the id of the rule
   * @param name the name of the test method
   * @param kinds the kinds of client that the test runs on, in order, by their display names
   */
  public record Test(String part, String name, List<String> kinds) {}

  /** Returns the rules of runners, in order. */
  public static List<ListedRule> ofRunners() {
    List<ListedRule> rules = new ArrayList<>(listed(true));
    for (ListedRule rule : NOT_IN_THE_KIT) {
      int next = 0;
      while (next < rules.size() && rules.get(next).isBefore(rule)) {
        next++;
      }
      rules.add(next, rule);
    }
    return List.copyOf(rules);
  }

  /** Returns all other rules, in order. {@link CallRunnerContract} has some of their tests too. */
  public static List<ListedRule> ofPorts() {
    return listed(false);
  }

  /** Returns the tests of both contracts. */
  public static List<Test> allTests() {
    return Stream.concat(ofRunners().stream(), ofPorts().stream())
        .flatMap(rule -> rule.tests().stream())
        .toList();
  }

  /** Whether this is the id of the rule. */
  public boolean isOf(String part) {
    return part.equals(id);
  }

  private boolean isBefore(ListedRule other) {
    return number() < other.number();
  }

  private int number() {
    return Integer.parseInt(id.replaceAll("^RUN-|\\..*$", ""));
  }

  private static List<ListedRule> listed(boolean ofRunners) {
    Map<String, List<ContractRule>> byId =
        ContractRule.ofBoth().stream()
            .filter(rule -> rule.id().startsWith("RUN-") == ofRunners)
            .collect(
                Collectors.groupingBy(ContractRule::id, LinkedHashMap::new, Collectors.toList()));
    return byId.entrySet().stream()
        .map(
            rule ->
                new ListedRule(
                    rule.getKey(),
                    rule.getValue().stream()
                        .map(ContractRule::text)
                        .collect(Collectors.joining(" ")),
                    rule.getValue().stream().map(ListedRule::test).toList()))
        .toList();
  }

  private static Test test(ContractRule rule) {
    return new Test(
        rule.id(), rule.test(), rule.kinds().stream().map(ClientKind::toString).toList());
  }
}
