package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atlasrestore.testkit.contract.RuleReport.Outcome;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Runs the test of a {@link Rule} on each kind of client, unless the transport's traits excuse it.
 */
final class RuleExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(Rule.class)
        && Contract.class.isAssignableFrom(context.getRequiredTestClass());
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Rule rule = context.getRequiredTestMethod().getAnnotation(Rule.class);
    return rule.on().kinds().stream().map(kind -> new OnKind(rule, kind));
  }

  private record OnKind(Rule rule, ClientKind kind)
      implements TestTemplateInvocationContext,
          BeforeEachCallback,
          InvocationInterceptor,
          TestExecutionExceptionHandler,
          AfterTestExecutionCallback,
          TestWatcher,
          ParameterResolver {

    @Override
    public String getDisplayName(int invocationIndex) {
      return rule.id() + ", " + kind;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      Optional<Traits.Excuse> excuse = excuse(context);
      if (excuse.isPresent() && !ExcusedRules.run(context)) {
        abort(context, "not kept: " + excuse.get().reason());
      }
      if (excuse.isEmpty() && ExcusedRules.runAlone(context)) {
        Assumptions.abort("not excused");
      }
    }

    /** If only excused rules run, ends tests early: many wait for what never happens. */
    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
        throws Throwable {
      if (ExcusedRules.runAlone(context)) {
        assertTimeoutPreemptively(ExcusedRules.TIME_LIMIT, test::proceed);
      } else {
        test.proceed();
      }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
        throws Throwable {
      if (!(thrown instanceof TestAbortedException)) {
        Optional<Traits.Excuse> excuse = excuse(context);
        if (excuse.isPresent()) {
          abort(context, "not kept: " + excuse.get().reason());
        }
        if (!rule.required()) {
          abort(context, "optional rule broken: " + thrown);
        }
        // The reports of some build tools do not show the kind of client.
        System.err.println(place(context) + ": broken: " + thrown);
      }
      throw thrown;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
      if (context.getExecutionException().isEmpty()) {
        excuse(context)
            .ifPresent(
                excuse ->
                    ExcusedRules.passed(
                        context, contract(context).traits(), excuse, rule.id(), kind));
      }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
      RuleReport.add(context, rule, kind, Outcome.PASSED, "");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable thrown) {
      RuleReport.add(context, rule, kind, Outcome.FAILED, thrown.toString());
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable thrown) {
      Optional<Traits.Excuse> excuse = excuse(context);
      if (excuse.isPresent()) {
        RuleReport.add(context, rule, kind, Outcome.EXCUSED, excuse.get().reason());
      } else {
        RuleReport.add(context, rule, kind, Outcome.ABORTED, thrown.toString());
      }
    }

    private Optional<Traits.Excuse> excuse(ExtensionContext context) {
      return contract(context).traits().excuse(rule.id(), kind);
    }

    private void abort(ExtensionContext context, String reason) {
      String message = place(context) + ": " + reason;
      System.err.println(message);
      Assumptions.abort(message);
    }

    private String place(ExtensionContext context) {
      return context.getRequiredTestClass().getSimpleName() + ", " + rule.id() + ", " + kind;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == RunnerFixtures.class || type == PortFixtures.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Contract contract = contract(context);
      return contract.fixtures(
          rule.id(), kind, ExcusedRules.patience(context, contract.patience()));
    }

    private static Contract contract(ExtensionContext context) {
      return (Contract) context.getRequiredTestInstance();
    }
  }
}
