package dev.atlasrestore.testkit.contract;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule of a contract together with its test, as {@link Rule} declares them.
 *
 * @param id the rule's id, for example {@code RUN-9.head} or {@code 17}
 * @param text what a transport does, in one sentence
 * @param test the name of the test method
 * @param kinds the kinds of client that the test runs on, in order
 */
record ContractRule(String id, String text, String test, List<ClientKind> kinds) {

  private static final Pattern ID = Pattern.compile("(?:RUN-)?(\\d+)(\\.\\w+)?");

  private static final Comparator<ContractRule> ORDER =
      Comparator.comparingInt(ContractRule::number)
          .thenComparing(ContractRule::id)
          .thenComparing(ContractRule::test);

  ContractRule {
    kinds = List.copyOf(kinds);
  }

  /** Returns the rule that this annotated method tests. */
  static ContractRule of(Method test) {
    Rule rule = test.getAnnotation(Rule.class);
    return new ContractRule(rule.id(), rule.text(), test.getName(), rule.on().kinds());
  }

  /**
   * Returns the rules of this contract, or of a class that extends it, in the order of their ids.
   */
  static List<ContractRule> of(Class<?> contract) {
    return tests(contract).map(ContractRule::of).sorted(ORDER).toList();
  }

  /** Returns the rules of both contracts, in the order of their ids. */
  static List<ContractRule> ofBoth() {
    return Stream.of(CallRunnerContract.class, RestoreJobPortContract.class)
        .flatMap(contract -> of(contract).stream())
        .sorted(ORDER)
        .toList();
  }

  /** Whether a rule of either contract has this id, or is a part of the rule with this id. */
  static boolean isKnown(String id) {
    return ofBoth().stream().anyMatch(rule -> includes(id, rule.id()));
  }

  /** Whether both ids are equal, or the other id is that of a part of the rule with this id. */
  static boolean includes(String id, String other) {
    return other.equals(id) || other.startsWith(id + ".");
  }

  private static Stream<Method> tests(Class<?> contract) {
    return Stream.of(contract.getMethods())
        .filter(method -> method.isAnnotationPresent(Rule.class));
  }

  private int number() {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new IllegalStateException("the rule of " + test + " has an invalid id: " + id);
    }
    return Integer.parseInt(parts.group(1));
  }
}
