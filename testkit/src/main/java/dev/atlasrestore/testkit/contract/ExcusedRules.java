package dev.atlasrestore.testkit.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Finds excuses in {@link Traits} that are no longer needed. If the parameter {@value #PARAMETER}
 * is {@code run}, excused rules run too. If it is {@code only}, no other rules run. A broken rule
 * is aborted with its reason, as without the parameter. An excuse fails its test class if every
 * test that it covers has passed on every kind of client that it covers.
 *
 * <p>The parameter is a configuration parameter of JUnit, so it can be a system property. If only
 * some of the covered tests were run, the excuse counts as needed.
 */
final class ExcusedRules implements BeforeAllCallback, AfterAllCallback {

  static final String PARAMETER = "contract.excused";

  /** How long a test may take if only excused rules run. Then the rule counts as broken. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  private static final Duration BRIEF = Duration.ofSeconds(3);

  private static final Namespace NAMESPACE = Namespace.create(ExcusedRules.class);

  /** The tests that have passed although they are excused. */
  private static final class Passed {
    private final Map<Traits.Excuse, Set<String>> tests = new ConcurrentHashMap<>();
    private volatile Traits traits = Traits.keepsAll();
  }

  /** Whether excused rules are to run. */
  static boolean run(ExtensionContext context) {
    return isSetTo("run", context) || runAlone(context);
  }

  /** Whether only excused rules are to run. */
  static boolean runAlone(ExtensionContext context) {
    return isSetTo("only", context);
  }

  private static boolean isSetTo(String value, ExtensionContext context) {
    return context.getConfigurationParameter(PARAMETER).filter(value::equals).isPresent();
  }

  /**
   * Returns how long a test waits for an event that must happen. The time is short if only excused
   * rules run, because in most of their tests the event never happens.
   */
  static Duration patience(ExtensionContext context, Duration ofContract) {
    return runAlone(context) && ofContract.compareTo(BRIEF) > 0 ? BRIEF : ofContract;
  }

  /** Records that the current test has passed although it is excused. */
  static void passed(
      ExtensionContext context, Traits traits, Traits.Excuse excuse, String id, ClientKind kind) {
    Passed passed = context.getStore(NAMESPACE).get(Passed.class, Passed.class);
    passed.traits = traits;
    passed
        .tests
        .computeIfAbsent(excuse, e -> ConcurrentHashMap.newKeySet())
        .add(name(id, context.getRequiredTestMethod().getName(), kind));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Passed.class, new Passed());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Passed passed = context.getStore(NAMESPACE).get(Passed.class, Passed.class);
    List<String> unneeded = new ArrayList<>();
    passed.tests.forEach(
        (excuse, tests) -> {
          if (tests.containsAll(covered(context.getRequiredTestClass(), passed.traits, excuse))) {
            unneeded.add(excuse.toString());
          }
        });
    if (!unneeded.isEmpty()) {
      throw new AssertionError(
          "These excuses are no longer needed, because all of their tests have passed; remove them"
              + " from the traits of "
              + context.getRequiredTestClass().getSimpleName()
              + ": "
              + unneeded);
    }
  }

  private static Set<String> covered(Class<?> contract, Traits traits, Traits.Excuse excuse) {
    Set<String> covered = new HashSet<>();
    for (ContractRule rule : ContractRule.of(contract)) {
      for (ClientKind kind : rule.kinds()) {
        if (traits.excuse(rule.id(), kind).filter(excuse::equals).isPresent()) {
          covered.add(name(rule.id(), rule.test(), kind));
        }
      }
    }
    return covered;
  }

  private static String name(String id, String test, ClientKind kind) {
    return id + " " + test + ", " + kind;
  }
}
