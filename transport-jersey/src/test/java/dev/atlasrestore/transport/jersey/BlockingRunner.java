package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import jakarta.ws.rs.client.Client;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The runner as the kit sees it: a thread for each run; to cancel is to interrupt. */
record BlockingRunner(JerseyRunner runner, AutoCloseable client) implements RunnerUnderTest {

  static BlockingRunner own(Timeouts timeouts) {
    return new BlockingRunner(JerseyRunner.onClientOfOurs(timeouts), () -> {});
  }

  static BlockingRunner borrowed(Client client) {
    return new BlockingRunner(JerseyRunner.on(client), client);
  }

  @Override
  public <T> Running<T> start(Call<T> call) {
    FutureTask<T> task = new FutureTask<>(() -> runner.run(call));
    Thread thread = new Thread(task, "blocking-runner");
    thread.setDaemon(true);
    thread.start();
    return new Running<>() {
      @Override
      public T await() throws InterruptedException {
        try {
          return task.get();
        } catch (ExecutionException e) {
          BlockingRunner.<RuntimeException>raise(e.getCause());
          throw new AssertionError(e);
        }
      }

      @Override
      public void cancel() {
        thread.interrupt();
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void raise(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Override
  public void close() {
    runner.close();
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
