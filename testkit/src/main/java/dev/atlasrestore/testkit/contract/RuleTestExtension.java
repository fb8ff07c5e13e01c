package dev.atlasrestore.testkit.contract;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Runs a rule on each kind of client; one that a trait excuses is aborted with its reason. */
final class RuleTestExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(RuleTest.class)
        && Contract.class.isAssignableFrom(context.getRequiredTestClass());
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    RuleTest rule = context.getRequiredTestMethod().getAnnotation(RuleTest.class);
    return rule.on().kinds().stream().map(kind -> new OnKind(rule.value(), kind));
  }

  private record OnKind(String rule, ClientKind kind)
      implements TestTemplateInvocationContext,
          BeforeEachCallback,
          AfterTestExecutionCallback,
          ParameterResolver {

    @Override
    public String getDisplayName(int invocationIndex) {
      return rule + ", " + kind;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      Contract contract = (Contract) context.getRequiredTestInstance();
      Optional<String> reason = contract.traits().reasonAgainst(rule, kind);
      if (reason.isPresent()) {
        String message = place(context) + ": not kept: " + reason.get();
        System.err.println(message);
        Assumptions.abort(message);
      }
    }

    /** Reports of some build tools number the kinds; this names the one that failed. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
      context
          .getExecutionException()
          .filter(thrown -> !(thrown instanceof TestAbortedException))
          .ifPresent(thrown -> System.err.println(place(context) + ": broken: " + thrown));
    }

    private String place(ExtensionContext context) {
      return context.getRequiredTestClass().getSimpleName() + ", " + rule + ", " + kind;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ClientKind.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return kind;
    }
  }
}
