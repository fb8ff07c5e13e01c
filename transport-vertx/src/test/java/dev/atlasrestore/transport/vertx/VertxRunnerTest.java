package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.ext.web.client.WebClient;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Runs the contract of the runner on the Vert.x Web Client. */
class VertxRunnerTest extends CallRunnerContract {

  @Override
  protected Traits traits() {
    Traits traits =
        Traits.keepsAll()
            .without(
                "RUN-22",
                "bytes behind a response stay in the decoder of Vert.x, which the transport cannot"
                    + " reach");
    return isVertx5()
        ? traits.without(
            "RUN-26.close", "Vert.x 5 sometimes reports the end as a closed connection")
        : traits;
  }

  private static boolean isVertx5() {
    return Arrays.stream(HttpClientRequest.class.getMethods())
        .anyMatch(
            method -> method.getName().equals("reset") && method.getReturnType() == Future.class);
  }

  @Override
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.of(() -> !Context.isOnEventLoopThread());
  }

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    Vertx vertx = Vertx.vertx();
    WebClient client = Clients.of(vertx, kind);
    VertxRunner runner =
        kind instanceof ClientKind.Own
            ? VertxRunner.onOwnClient(vertx, client)
            : new VertxRunner(vertx, client);
    return new RunnerUnderTest() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        CallExecution<T> execution = runner.start(call);
        return new Running<>() {
          @Override
          public T await() throws InterruptedException {
            return Clients.await(execution.future());
          }

          @Override
          public void cancel() {
            execution.fail(new CancellationException());
          }
        };
      }

      @Override
      public void close() {
        runner.close();
        client.close();
        Clients.close(vertx);
      }
    };
  }
}
