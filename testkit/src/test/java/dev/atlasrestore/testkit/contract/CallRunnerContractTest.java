package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract can be broken: each rule finds what it is there to find. */
class CallRunnerContractTest {

  private static final AtomicReference<Supplier<RunnerUnderTest>> RUNNERS =
      new AtomicReference<>(ToyRunner::new);
  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(ToyRunner.TRAITS);

  /** Not for running alone. */
  static class BrokenOnPurpose extends CallRunnerContract {

    @Override
    protected RunnerUnderTest runner(ClientKind kind) {
      return RUNNERS.get().get();
    }

    @Override
    protected Traits traits() {
      return TRAITS.get();
    }

    @Override
    Duration patience() {
      return Duration.ofMillis(700);
    }

    @Override
    Duration grace() {
      return Duration.ofMillis(500);
    }
  }

  @AfterEach
  void mend() {
    RUNNERS.set(ToyRunner::new);
    TRAITS.set(ToyRunner.TRAITS);
  }

  static Stream<Defect<RunnerUnderTest>> defects() {
    return Stream.concat(ExchangeDefects.all().stream(), LifeDefects.all().stream());
  }

  @ParameterizedTest
  @MethodSource("defects")
  void aBrokenRunnerIsFoundByTheRightRule(Defect<RunnerUnderTest> defect) {
    RUNNERS.set(defect.broken());
    boolean aboutClosing = defect.foundBy().startsWith("s21");
    TRAITS.set(
        aboutClosing
            ? Traits.keepsAll()
            : Traits.keepsAll().without(Contract.CLOSED, "the JDK's client cannot be closed"));
    Trial trial = Trial.of(BrokenOnPurpose.class, defect.foundBy());
    assertThat(trial.failures()).isNotEmpty().allMatch(AssertionError.class::isInstance);
    assertThat(trial.succeeded()).isZero();
  }

  @Test
  void everyRuleHasADefectThatItFinds() {
    List<String> found = defects().map(Defect::foundBy).toList();
    assertThat(Trial.rulesOf(BrokenOnPurpose.class).map(rule -> rule.getName()))
        .filteredOn(rule -> found.stream().noneMatch(rule::startsWith))
        .isEmpty();
  }

  @Test
  void everyRuleRunsOnEachKindOfClientAndSaysSo() {
    assertThat(Trial.of(BrokenOnPurpose.class, "run04").names())
        .containsExactly("RUN-4, own client", "RUN-4, borrowed client");
  }

  @Test
  void aDeclaredRuleIsAbortedWithItsReason() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", ClientKind.supplied(), "it is not ours"));
    RUNNERS.set(
        () ->
            ExchangeDefects.on(
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS)));
    Trial trial = Trial.of(BrokenOnPurpose.class, "run04");
    assertThat(trial.failures()).hasSize(1);
    assertThat(trial.aborted())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("BrokenOnPurpose, RUN-4, borrowed client: not kept: it is not ours");
  }
}
