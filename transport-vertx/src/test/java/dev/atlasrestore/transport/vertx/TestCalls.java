package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Calls that send one request and know nothing of Atlas, and how to wait for their results. */
final class TestCalls {

  /** A limit for everything that a test waits for. */
  static final Duration TEST_TIMEOUT = Duration.ofSeconds(20);

  private TestCalls() {}

  /** A call of one request; its result is the response or the failure that the runner reports. */
  static Call<Object> get(URI uri, Duration timeout) {
    return ExchangeCalls.send(HttpRequest.get(uri), timeout);
  }

  static Call<Object> get(FakeAtlas atlas) {
    return get(atlas.baseUri(), TEST_TIMEOUT);
  }

  /** A call of one transfer; its result is the response or the failure that the runner reports. */
  static Call<Object> transfer(URI uri, Duration idleTimeout, BodySink sink) {
    return ExchangeCalls.transfer(HttpRequest.get(uri), idleTimeout, head -> Optional.of(sink));
  }

  /**
   * Scripts the replies to the next requests. The fake does not check them, because the requests of
   * these calls have no credentials.
   */
  static void script(FakeAtlas atlas, Reply... replies) {
    atlas.script(Stream.of(replies).map(Reply::beforeDigest).toArray(Reply[]::new));
  }

  static Object result(VertxRunner runner, Call<Object> call) throws InterruptedException {
    return Clients.await(runner.start(call).future());
  }

  static TransportFailure failure(VertxRunner runner, Call<Object> call)
      throws InterruptedException {
    return (TransportFailure) result(runner, call);
  }

  /** Waits for a future that must complete within the test timeout. */
  static <T> T awaitSoon(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits for the next element, at most for the test timeout. */
  static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
    E element = queue.poll(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    if (element == null) {
      throw new AssertionError("no element within " + TEST_TIMEOUT);
    }
    return element;
  }

  /** Waits until the event loops of this instance have run the work that they have now. */
  static void settle(Vertx vertx) throws Exception {
    for (int i = 0; i < 3; i++) {
      awaitSoon(Future.<Void>future(promise -> vertx.runOnContext(promise::complete)));
    }
  }
}
