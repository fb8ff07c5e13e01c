package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** The runner's contract on Reactor Netty. */
class ReactorRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    Clients clients = Clients.of(kind);
    ReactorRunner runner = new ReactorRunner(clients.client(), Schedulers.parallel());
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        return new Subscribed<>(runner, call);
      }

      @Override
      public void close() {
        runner.close();
        clients.close();
      }
    };
  }

  /** Waits without {@code block()}, which would wrap what it throws. */
  private static final class Subscribed<T> implements Running<T> {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<T> value = new AtomicReference<>();
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final Disposable subscription;

    private Subscribed(ReactorRunner runner, Call<T> call) {
      subscription =
          runner
              .run(call)
              .subscribe(
                  value::set,
                  thrown -> {
                    error.set(thrown);
                    ended.countDown();
                  },
                  ended::countDown);
    }

    @Override
    public T await() throws InterruptedException {
      ended.await();
      if (error.get() != null) {
        throw Clients.<RuntimeException>sneaky(error.get());
      }
      return value.get();
    }

    @Override
    public void cancel() {
      subscription.dispose();
    }
  }
}
