package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call that has ended holds nothing, and its end does not affect other calls. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class EndedCallTest {

  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(600);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  /**
   * The pool has one connection. Vert.x gives it to the next call as soon as the body of a response
   * is complete. A busy worker runs its timeout before it learns of that response.
   */
  @Test
  void lateTimeoutDoesNotCloseTheConnectionOfTheNextCall(FakeAtlas atlas) throws Exception {
    WebClient client = Clients.of(vertx, ClientKind.pooled(1));
    VertxRunner runner = new VertxRunner(vertx, client);
    URI uri = atlas.baseUri();
    TestCalls.result(runner, TestCalls.get(atlas)); // loads all classes
    atlas.forgetRequests();
    Reply slow = Hostile.dripBody(Duration.ofMillis(30), Reply.status(200).body("0123456789"));
    TestCalls.script(atlas, slow, slow);
    Context worker = workerContext();
    CompletableFuture<Object> first = new CompletableFuture<>();
    worker.runOnContext(
        ignored ->
            runner
                .start(TestCalls.get(uri, SHORT_TIMEOUT))
                .future()
                .onComplete(result -> first.complete(result)));
    assertThat(atlas.awaitRequests(1, TestCalls.TEST_TIMEOUT)).isTrue();
    CountDownLatch busy = new CountDownLatch(1);
    worker.runOnContext(ignored -> await(busy));
    CallExecution<Object> second = runner.start(TestCalls.get(atlas));
    vertx.setTimer(2 * SHORT_TIMEOUT.toMillis(), fired -> busy.countDown());
    first.get(TestCalls.TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(Clients.await(second.future())).isInstanceOf(HttpResponse.class);
    runner.close();
    client.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(TestCalls.TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Context workerContext() throws Exception {
    CompletableFuture<Context> worker = new CompletableFuture<>();
    TestCalls.awaitSoon(
        vertx.deployVerticle(
            () ->
                new AbstractVerticle() {
                  @Override
                  public void start() {
                    worker.complete(context);
                  }
                },
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    return worker.get();
  }

  @Test
  void handlerThatThrowsDoesNotKeepOtherCallsFromFailing(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    List<Future<Object>> calls = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(1);
    Context context = vertx.getOrCreateContext();
    context.exceptionHandler(thrown::complete);
    context.runOnContext(
        ignored -> {
          for (int i = 0; i < 10; i++) {
            Future<Object> call = runner.start(TestCalls.get(atlas)).future();
            call.onFailure(
                error -> {
                  throw new IllegalStateException("of the application");
                });
            calls.add(call);
          }
          started.countDown();
        });
    await(started);
    context.runOnContext(
        ignored -> {
          runner.close();
          closed.complete(null);
        });
    closed.get(TestCalls.TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(calls).hasSize(10).allMatch(Future::failed);
    assertThat(thrown.get(TestCalls.TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .hasMessage("of the application");
  }

  @Test
  void cancelledPauseFreesItsTimer() {
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    WeakReference<Object> held = heldByACancelledPause(runner);
    for (int i = 0; i < 100 && held.get() != null; i++) {
      System.gc();
    }
    assertThat(held.get()).as("object that only the cancelled call holds").isNull();
    runner.close();
  }

  private WeakReference<Object> heldByACancelledPause(VertxRunner runner) {
    Object held = new byte[1];
    CompletableFuture<CallExecution<Object>> pausing = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored ->
                pausing.complete(
                    runner.start(now -> Step.pause(Duration.ofDays(1), later -> Step.done(held)))));
    pausing.join().fail(new CancellationException());
    return new WeakReference<>(held);
  }
}
