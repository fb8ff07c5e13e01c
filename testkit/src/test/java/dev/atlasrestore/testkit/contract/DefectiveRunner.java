package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A contract whose runners and traits tests can change. JUnit does not find it by itself. Only one
 * test may use it at a time.
 */
class DefectiveRunner extends CallRunnerContract {

  private static final AtomicReference<Supplier<RunnerUnderTest>> RUNNERS =
      new AtomicReference<>(ToyRunner::new);
  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(ToyRunner.TRAITS);

  /** Makes runners with this defect, and checks that the test of the defect fails with each. */
  static void assertFinds(Defect<RunnerUnderTest> defect) {
    boolean leavesConnections = defect.test().equals("closedRunnerLeavesNoConnectionOpen");
    use(
        defect.broken(),
        leavesConnections
            ? Traits.keepsAll()
            : Traits.keepsAll()
                .without(Contract.CONNECTIONS_CLOSED, "the JDK's client cannot be closed"));
    Trial trial = Trial.of(DefectiveRunner.class, defect.test());
    assertThat(trial.failures()).isNotEmpty().allMatch(AssertionError.class::isInstance);
    assertThat(trial.succeeded()).isZero();
  }

  static void use(Supplier<RunnerUnderTest> runners, Traits traits) {
    RUNNERS.set(runners);
    TRAITS.set(traits);
  }

  /** Makes runners that keep the contract. */
  static void reset() {
    use(ToyRunner::new, ToyRunner.TRAITS);
  }

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
