package dev.atlasrestore.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs some rules of a contract as JUnit would, and tells what became of them. */
final class Trial {

  private final Events tests;

  private Trial(Events tests) {
    this.tests = tests;
  }

  /** Runs the rules whose names begin so. */
  static Trial of(Class<?> contract, String rules) {
    EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter");
    long found =
        rulesOf(contract)
            .filter(rule -> rule.getName().startsWith(rules))
            .peek(
                rule ->
                    engine.selectors(
                        selectMethod(
                            contract,
                            rule.getName(),
                            "dev.atlasrestore.testkit.contract.ClientKind")))
            .count();
    if (found == 0) {
      throw new AssertionError("no rule begins with " + rules);
    }
    return new Trial(engine.execute().testEvents());
  }

  /** The rules of a contract, those it inherits too. */
  static Stream<Method> rulesOf(Class<?> contract) {
    Class<?> parent = contract.getSuperclass();
    return Stream.concat(
        Stream.of(contract.getDeclaredMethods()).filter(m -> m.isAnnotationPresent(RuleTest.class)),
        parent == null ? Stream.of() : rulesOf(parent));
  }

  List<String> names() {
    return tests.started().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  long succeeded() {
    return tests.succeeded().count();
  }

  /** What rules failed with. */
  List<Throwable> failures() {
    return thrown(tests.failed());
  }

  /** What rules were aborted with. */
  List<Throwable> aborted() {
    return thrown(tests.aborted());
  }

  private static List<Throwable> thrown(Events ended) {
    return ended.stream()
        .map(Event::getPayload)
        .flatMap(payload -> payload.stream())
        .map(TestExecutionResult.class::cast)
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }
}
