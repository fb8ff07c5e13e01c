package dev.atlasrestore.testkit.contract;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of a contract: what is kept, and the tests that see to it. The one list of rules; a page
 * or a report that shows them is made from it.
 *
 * @param id how rules are named, in tests, in {@link Traits} and in reports: {@code RUN-9}, {@code
 *     17}
 * @param situation what comes up; empty where the rule says it itself
 * @param kept what a transport does then
 */
record ContractRule(String id, String situation, String kept) {

  /**
   * A test of a rule.
   *
   * @param part the rule's id, with the part of it behind a dot if it is about that alone
   * @param name the test's name
   * @param kinds the kinds of client it runs on, in turn, as reports show them
   */
  record Test(String part, String name, List<String> kinds) {
    /** Takes the three facts. */
    Test {
      kinds = List.copyOf(kinds);
    }
  }

  /** The rules of {@link CallRunnerContract}, in order. */
  static List<ContractRule> ofRunners() {
    return RuleBook.RUNNERS;
  }

  /** The rules of {@link RestoreJobPortContract}, in order. */
  static List<ContractRule> ofPorts() {
    return RuleBook.PORTS;
  }

  /**
   * The tests of this rule in both contracts, by name; none where a rule is for each transport to
   * test by itself.
   */
  List<Test> tests() {
    return allTests().stream().filter(test -> isOf(test.part())).toList();
  }

  /** The tests of both contracts, by name. */
  static List<Test> allTests() {
    return methods().map(ContractRule::test).sorted(Comparator.comparing(Test::name)).toList();
  }

  /** Whether a rule, or a part of one, has this id. */
  static boolean isKnown(String id) {
    return Stream.concat(ofRunners().stream(), ofPorts().stream())
            .anyMatch(rule -> rule.id().equals(id))
        || parts().anyMatch(id::equals);
  }

  /** Whether this is the rule that a part belongs to, or is the whole of. */
  boolean isOf(String part) {
    return part.equals(id) || part.startsWith(id + ".");
  }

  private static Stream<String> parts() {
    return methods().map(method -> method.getAnnotation(RuleTest.class).value());
  }

  private static Stream<Method> methods() {
    return Stream.of(CallRunnerContract.class, RestoreJobPortContract.class)
        .flatMap(ContractRule::methodsOf);
  }

  private static Test test(Method method) {
    RuleTest rule = method.getAnnotation(RuleTest.class);
    return new Test(
        rule.value(),
        method.getName(),
        rule.on().kinds().stream().map(ClientKind::toString).toList());
  }

  private static Stream<Method> methodsOf(Class<?> contract) {
    Class<?> parent = contract.getSuperclass();
    return Stream.concat(
        Stream.of(contract.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(RuleTest.class)),
        parent == null ? Stream.of() : methodsOf(parent));
  }
}
