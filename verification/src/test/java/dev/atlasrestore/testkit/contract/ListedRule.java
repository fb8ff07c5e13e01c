package dev.atlasrestore.testkit.contract;

import java.util.List;

/**
 * A rule of a contract, as the contract page lists it. The test kit does not publish its list of
 * rules; this class stands in the test kit's package to read it.
 *
 * @param id the rule's id, for example {@code RUN-9} or {@code 17}
 * @param situation the situation that the rule is about; empty if {@code kept} says it
 * @param kept what a transport does in that situation
 * @param tests the tests of the rule; empty if each transport tests it in its own way
 */
public record ListedRule(String id, String situation, String kept, List<Test> tests) {

  /**
   * A test of a rule.
   *
   * @param part the rule's id, or the id of the part of the rule that the test covers
   * @param name the name of the test method
   * @param kinds the kinds of client that the test runs on, in order, by their display names
   */
  public record Test(String part, String name, List<String> kinds) {}

  /** Returns the rules of {@link CallRunnerContract}, in order. */
  public static List<ListedRule> ofRunners() {
    return listed(ContractRule.ofRunners());
  }

  /** Returns the rules of {@link RestoreJobPortContract}, in order. */
  public static List<ListedRule> ofPorts() {
    return listed(ContractRule.ofPorts());
  }

  /** Returns the tests of both contracts, by name. */
  public static List<Test> allTests() {
    return tests(ContractRule.allTests());
  }

  /** Whether this id names the rule or a part of it. */
  public boolean isOf(String part) {
    return part.equals(id) || part.startsWith(id + ".");
  }

  private static List<ListedRule> listed(List<ContractRule> rules) {
    return rules.stream()
        .map(rule -> new ListedRule(rule.id(), rule.situation(), rule.kept(), tests(rule.tests())))
        .toList();
  }

  private static List<Test> tests(List<ContractRule.Test> tests) {
    return tests.stream().map(test -> new Test(test.part(), test.name(), test.kinds())).toList();
  }
}
