package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the runner contract on {@link JdkRunner}. */
class JdkRunnerTest extends CallRunnerContract {

  @Override
  protected Traits traits() {
    return JdkRestoreJobsTest.TRAITS;
  }

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    JdkRunner runner = new JdkRunner(JdkRunner.client(Duration.ofSeconds(5), kind));
    ExecutorService threads = Executors.newCachedThreadPool();
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        Future<T> result = threads.submit(() -> runner.run(call));
        return new Running<>() {
          @Override
          public T await() throws InterruptedException {
            try {
              return result.get();
            } catch (ExecutionException e) {
              throw JdkRunnerTest.<RuntimeException>throwUnchanged(e.getCause());
            }
          }

          @Override
          public void cancel() {
            result.cancel(true);
          }
        };
      }

      @Override
      public void close() {
        threads.shutdownNow();
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException throwUnchanged(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
