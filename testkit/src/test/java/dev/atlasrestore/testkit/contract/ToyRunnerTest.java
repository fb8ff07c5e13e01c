package dev.atlasrestore.testkit.contract;

/** The contract can be kept. */
class ToyRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    return ToyRunner.on(kind);
  }

  @Override
  protected Traits traits() {
    return ToyRunner.TRAITS;
  }
}
