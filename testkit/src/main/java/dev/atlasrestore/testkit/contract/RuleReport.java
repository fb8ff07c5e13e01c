package dev.atlasrestore.testkit.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Writes a report of a test class: a line for each test of a rule and each kind of client. The
 * parameter {@value #PARAMETER} is the folder of the report, and the name of the class is the name
 * of the file. Without the parameter there is no report.
 *
 * <p>The columns are separated by tabs: the id of the rule, the name of the test method, the kind
 * of client, an {@link Outcome}, the reason if the test did not pass, and the text of the rule. If
 * not all tests of the class have run, there is no report, so a report is always complete.
 *
 * <p>The parameter is a configuration parameter of JUnit, so it can be a system property.
 */
final class RuleReport implements BeforeAllCallback, AfterAllCallback {

  static final String PARAMETER = "contract.report";

  /** How a test ended. */
  enum Outcome {
    PASSED,
    FAILED,
    /** The traits of the transport excuse the rule. */
    EXCUSED,
    /**
     * The transport or the machine lacks what the test needs, or the rule is optional and broken.
     */
    ABORTED
  }

  private static final Namespace NAMESPACE = Namespace.create(RuleReport.class);

  /** The lines by the rule, the test and the kind of client. */
  private static final class Lines {
    private final Map<String, String> byTest = new ConcurrentHashMap<>();
  }

  /** Adds the result of a test. */
  static void add(
      ExtensionContext context, Rule rule, ClientKind kind, Outcome outcome, String reason) {
    String test = context.getRequiredTestMethod().getName();
    String key = String.join("\t", rule.id(), test, kind.toString());
    String line = String.join("\t", key, outcome.name(), inOneLine(reason), rule.text());
    Lines lines = lines(context);
    if (lines != null) {
      lines.byTest.put(key, line);
    }
  }

  private static String inOneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** Returns null if an earlier extension has failed before {@link #beforeAll}. */
  private static @Nullable Lines lines(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Lines.class, Lines.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    context.getStore(NAMESPACE).put(Lines.class, new Lines());
    Optional<Path> file = file(context);
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Optional<Path> file = file(context);
    Lines lines = lines(context);
    if (file.isPresent() && lines != null && lines.byTest.size() == tests(context)) {
      Files.createDirectories(file.get().toAbsolutePath().getParent());
      Files.write(file.get(), lines.byTest.values().stream().sorted().toList());
    }
  }

  private static long tests(ExtensionContext context) {
    return ContractRule.of(context.getRequiredTestClass()).stream()
        .flatMap(rule -> rule.kinds().stream())
        .count();
  }

  /**
   * Returns the file, or empty if no report is wanted, if only excused rules run, or for a nested
   * class, which has no rules.
   */
  private static Optional<Path> file(ExtensionContext context) {
    return context
        .getConfigurationParameter(PARAMETER)
        .filter(folder -> !ExcusedRules.runAlone(context))
        .filter(folder -> Contract.class.isAssignableFrom(context.getRequiredTestClass()))
        .map(folder -> Path.of(folder, context.getRequiredTestClass().getName() + ".tsv"));
  }
}
