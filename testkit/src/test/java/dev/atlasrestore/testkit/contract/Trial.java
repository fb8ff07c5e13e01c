package dev.atlasrestore.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs tests of a contract with JUnit, and holds the results. */
final class Trial {

  private final EngineExecutionResults results;

  private Trial(EngineTestKit.Builder engine) {
    results = engine.execute();
  }

  /** Runs one test of a contract on each kind of client. */
  static Trial of(Class<? extends Contract> contract, String test) {
    return of(contract, test, Map.of());
  }

  /** Runs one test of a contract with these configuration parameters. */
  static Trial of(Class<? extends Contract> contract, String test, Map<String, String> parameters) {
    String fixtures =
        (CallRunnerContract.class.isAssignableFrom(contract)
                ? RunnerFixtures.class
                : PortFixtures.class)
            .getName();
    return new Trial(
        EngineTestKit.engine("junit-jupiter")
            .configurationParameters(parameters)
            .selectors(selectMethod(contract, test, fixtures)));
  }

  /** Runs all tests of a contract with these configuration parameters. */
  static Trial ofAll(Class<? extends Contract> contract, Map<String, String> parameters) {
    return new Trial(
        EngineTestKit.engine("junit-jupiter")
            .configurationParameters(parameters)
            .selectors(selectClass(contract)));
  }

  List<String> names() {
    return tests().started().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  long succeeded() {
    return tests().succeeded().count();
  }

  /** Returns the exceptions of the failed tests. */
  List<Throwable> failures() {
    return thrown(tests().failed());
  }

  /** Returns the exceptions of the aborted tests. */
  List<Throwable> aborted() {
    return thrown(tests().aborted());
  }

  /** Returns the exceptions of failed test classes. */
  List<Throwable> failuresOfClasses() {
    return thrown(results.containerEvents().failed());
  }

  private Events tests() {
    return results.testEvents();
  }

  private static List<Throwable> thrown(Events finished) {
    return finished.stream().flatMap(event -> result(event).getThrowable().stream()).toList();
  }

  private static TestExecutionResult result(Event finished) {
    return finished.getRequiredPayload(TestExecutionResult.class);
  }
}
