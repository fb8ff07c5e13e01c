package dev.atlasrestore.testkit.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule of a contract, as the contract page lists it. The test kit does not publish its rules.
 * This class is in the package of the test kit to read them.
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
              "RUN-19",
              "Nothing blocks an event loop, from the first call of a new JVM on"
                  + " (`ReactorColdJvmTest`, `VertxColdJvmTest` in `verification`).",
              List.of()));

  /** The contracts of the test kit. */
  public enum Contract {
    RUNNER(CallRunnerContract.class),
    PORT(RestoreJobPortContract.class);

    private final Class<?> type;

    Contract(Class<?> type) {
      this.type = type;
    }
  }

  /**
   * A test of a rule. Tests of both contracts may have the same name.
   *
   * @param part the id of the rule
   * @param contract the contract that has the test
   * @param name the name of the test method
   * @param kinds the kinds of client that the test runs on, in order, by their display names
   */
  public record Test(String part, Contract contract, String name, List<String> kinds) {}

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
    Map<String, String> texts = new LinkedHashMap<>();
    ContractRule.ofBoth().stream()
        .filter(rule -> rule.id().startsWith("RUN-") == ofRunners)
        .forEach(rule -> texts.merge(rule.id(), rule.text(), (one, other) -> one + " " + other));
    Map<String, List<Test>> tests =
        Stream.of(Contract.values())
            .flatMap(ListedRule::tests)
            .collect(Collectors.groupingBy(Test::part));
    return texts.entrySet().stream()
        .map(rule -> new ListedRule(rule.getKey(), rule.getValue(), tests.get(rule.getKey())))
        .toList();
  }

  private static Stream<Test> tests(Contract contract) {
    return ContractRule.of(contract.type).stream()
        .map(
            rule ->
                new Test(
                    rule.id(),
                    contract,
                    rule.test(),
                    rule.kinds().stream().map(ClientKind::toString).toList()));
  }
}
