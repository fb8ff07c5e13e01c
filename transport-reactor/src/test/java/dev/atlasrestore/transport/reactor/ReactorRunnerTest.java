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

/** Runs the contract of runners on Reactor Netty. */
class ReactorRunnerTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    TestNativeClient nativeClient = TestNativeClient.of(kind);
    ReactorRunner runner = new ReactorRunner(nativeClient.client(), Schedulers.parallel());
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        return new Subscribed<>(runner, call);
      }

      @Override
      public void close() {
        runner.close();
        nativeClient.close();
      }
    };
  }

  /** A call with one subscriber. Does not use {@code block()}, which wraps exceptions. */
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
        throw Subscribed.<RuntimeException>throwUnchecked(error.get());
      }
      return value.get();
    }

    /** Throws any exception, also a checked one, without wrapping it. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException throwUnchecked(Throwable thrown)
        throws X {
      throw (X) thrown;
    }

    @Override
    public void cancel() {
      subscription.dispose();
    }
  }
}
