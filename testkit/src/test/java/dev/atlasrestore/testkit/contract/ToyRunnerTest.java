package dev.atlasrestore.testkit.contract;

/** The runner contract on the JDK's client. */
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
