package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import reactor.core.scheduler.Schedulers;

/** Runs the contract of runners on Reactor Netty. */
class ReactorRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    TestNativeClient nativeClient = TestNativeClient.of(kind);
    ReactorRunner runner =
        kind instanceof ClientKind.Own
            ? ReactorRunner.onOwnClient(nativeClient.client())
            : new ReactorRunner(nativeClient.client(), Schedulers.parallel());
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        return Running.of(runner.run(call).toFuture());
      }

      @Override
      public void close() {
        runner.close();
        nativeClient.close();
      }
    };
  }

  @Override
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.of(() -> !Schedulers.isInNonBlockingThread());
  }
}
