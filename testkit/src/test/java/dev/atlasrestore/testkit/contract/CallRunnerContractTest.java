package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the contract on defective runners. Every test must find its defect. */
class CallRunnerContractTest {

  private static final String REDIRECT = "redirectIsReturned";

  private static final AtomicReference<Supplier<RunnerUnderTest>> RUNNERS =
      new AtomicReference<>(ToyRunner::new);
  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(ToyRunner.TRAITS);

  /** The contract that the tests below run. JUnit does not find it by itself. */
  static class DefectiveRunner extends CallRunnerContract {

    @Override
    protected RunnerUnderTest runner(ClientKind kind) {
      ProxyDefects.openOn(kind);
      return RUNNERS.get().get();
    }

    @Override
    protected Optional<BooleanSupplier> currentThreadMayBlock() {
      return Optional.of(
          () -> !Thread.currentThread().getName().startsWith(TransferDefects.EVENT_LOOP));
    }

    @Override
    protected Traits traits() {
      return TRAITS.get();
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(700);
    }

    @Override
    protected Duration grace() {
      return Duration.ofMillis(500);
    }
  }

  @AfterEach
  void reset() {
    RUNNERS.set(ToyRunner::new);
    TRAITS.set(ToyRunner.TRAITS);
  }

  static Stream<Defect<RunnerUnderTest>> defects() {
    return Stream.of(
            ExchangeDefects.all(),
            LifeDefects.all(),
            ProxyDefects.ofRunners(),
            TransferDefects.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("defects")
  void defectIsFoundByItsTest(Defect<RunnerUnderTest> defect) {
    RUNNERS.set(defect.broken());
    boolean leavesConnections = defect.test().equals("closedRunnerLeavesNoConnectionOpen");
    TRAITS.set(
        leavesConnections
            ? Traits.keepsAll()
            : Traits.keepsAll()
                .without(Contract.CONNECTIONS_CLOSED, "the JDK's client cannot be closed"));
    Trial trial = Trial.of(DefectiveRunner.class, defect.test());
    assertThat(trial.failures()).isNotEmpty().allMatch(AssertionError.class::isInstance);
    assertThat(trial.succeeded()).isZero();
  }

  @Test
  void everyTestHasADefect() {
    List<String> found = defects().map(Defect::test).distinct().toList();
    assertThat(ContractRule.of(DefectiveRunner.class))
        .extracting(ContractRule::test)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void ruleRunsOnEachKindOfClientAndIsNamedAfterBoth() {
    assertThat(Trial.of(DefectiveRunner.class, REDIRECT).names())
        .containsExactly("RUN-4, own client", "RUN-4, supplied client");
  }

  @Test
  void excusedRuleIsAbortedWithItsReason() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", ClientKind.supplied(), "the reason"));
    RUNNERS.set(
        () ->
            ExchangeDefects.on(
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS)));
    Trial trial = Trial.of(DefectiveRunner.class, REDIRECT);
    assertThat(trial.failures()).hasSize(1);
    assertThat(trial.aborted())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("DefectiveRunner, RUN-4, supplied client: not kept: the reason");
  }
}
