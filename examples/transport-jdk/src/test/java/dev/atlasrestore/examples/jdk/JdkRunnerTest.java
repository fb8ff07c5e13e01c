package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs the contract of runners on the JDK's HTTP client. */
class JdkRunnerTest extends CallRunnerContract {

  @Override
  protected Traits traits() {
    return JdkTraits.traits();
  }

  /** The threads of the JDK's default executor may block, and those of the worker. */
  @Override
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.of(
        () -> Thread.currentThread().getName().matches("HttpClient-.*-Worker-.*|atlas-.*"));
  }

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    JdkRunner runner = JdkRunner.onOwnClient(HttpClients.supplied(kind));
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        return Running.of(runner.run(call));
      }

      @Override
      public void close() {
        runner.close();
      }
    };
  }
}
