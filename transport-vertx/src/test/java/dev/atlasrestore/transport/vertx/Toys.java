package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls that know nothing of Atlas, and how to wait for what they end with. */
final class Toys {

  static final Duration SOON = Duration.ofSeconds(20);
  static final int MAX_BODY = 1000;

  private Toys() {}

  /** One request; its report, an answer or a failure, is the result. */
  static Call<Object> get(URI uri, Duration timeout) {
    return now ->
        Step.send(
            HttpRequest.get(uri),
            timeout,
            MAX_BODY,
            (answer, then) -> Step.done(answer),
            (failure, then) -> Step.done(failure));
  }

  static Call<Object> get(FakeAtlas atlas) {
    return get(atlas.baseUri(), SOON);
  }

  static Object result(VertxRunner runner, Call<Object> call) throws InterruptedException {
    return Clients.await(runner.start(call).future());
  }

  static TransportFailure failure(VertxRunner runner, Call<Object> call)
      throws InterruptedException {
    return (TransportFailure) result(runner, call);
  }

  /** Waits for a future whose end is no part of the test. */
  static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
    E element = queue.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    if (element == null) {
      throw new AssertionError("it never came");
    }
    return element;
  }

  /** Lets whatever is under way on the event loop of this instance come to its end. */
  static void settle(Vertx vertx) throws Exception {
    for (int i = 0; i < 3; i++) {
      done(Future.<Void>future(turn -> vertx.runOnContext(turn::complete)));
    }
  }
}
