package dev.atlasrestore.testkit;

/** The contract can be kept. */
class ToyRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    return new ToyRunner();
  }

  @Override
  protected Traits traits() {
    return ToyRunner.TRAITS;
  }
}
