package dev.atlasrestore.testkit.contract;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The runner contract on the JDK's client. */
class ToyRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    return ToyRunner.on(kind);
  }

  @Override
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.of(() -> true);
  }

  @Override
  protected Traits traits() {
    return ToyRunner.TRAITS;
  }
}
