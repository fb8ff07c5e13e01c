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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call that has ended holds nothing any more, and its end leaves the others alone. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class EndedCallsTest {

  private static final Duration BRIEF = Duration.ofMillis(600);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Clients.close(vertx);
  }

  /**
   * The only connection is given back as soon as a body is there, and taken by the next call. A
   * worker that is busy meanwhile learns of its answer later than of its timeout.
   */
  @Test
  void aTimeoutThatIsSeenBehindTheAnswerTakesNoConnectionFromTheNextCall(FakeAtlas atlas)
      throws Exception {
    WebClient client = Clients.of(vertx, ClientKind.pooled(1));
    VertxRunner runner = new VertxRunner(vertx, client);
    URI uri = atlas.baseUri();
    Clients.await(runner.start(Toys.get(uri, LONG)).future()); // all classes are loaded then
    atlas.forgetRequests();
    Reply slow = Hostile.dripBody(Duration.ofMillis(30), Reply.status(200).body("0123456789"));
    atlas.script(slow, slow);
    Context worker = worker();
    CompletableFuture<Object> first = new CompletableFuture<>();
    worker.runOnContext(
        turn -> runner.start(Toys.get(uri, BRIEF)).future().onComplete(end -> first.complete(end)));
    assertThat(atlas.awaitRequests(1, Toys.SOON)).isTrue();
    CountDownLatch busy = new CountDownLatch(1);
    worker.runOnContext(turn -> await(busy));
    Conversation<Object> second = runner.start(Toys.get(uri, LONG));
    vertx.setTimer(2 * BRIEF.toMillis(), fired -> busy.countDown());
    first.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(Clients.await(second.future())).isInstanceOf(HttpResponse.class);
    runner.close();
    client.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Context worker() throws ExecutionException, InterruptedException {
    CompletableFuture<Context> worker = new CompletableFuture<>();
    vertx.deployVerticle(
        () ->
            new AbstractVerticle() {
              @Override
              public void start() {
                worker.complete(context);
              }
            },
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
    return worker.get();
  }

  @Test
  void aHandlerThatThrowsKeepsNobodyElseFromBeingTold(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall());
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    List<Future<Object>> calls = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Context context = vertx.getOrCreateContext();
    context.exceptionHandler(thrown::complete);
    context.runOnContext(
        turn -> {
          for (int i = 0; i < 10; i++) {
            Future<Object> call = runner.start(Toys.get(atlas.baseUri(), LONG)).future();
            call.onFailure(
                error -> {
                  throw new IllegalStateException("a handler's own");
                });
            calls.add(call);
          }
          begun.countDown();
        });
    await(begun);
    context.runOnContext(
        turn -> {
          runner.close();
          closed.complete(null);
        });
    closed.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(calls).hasSize(10).allMatch(Future::failed);
    assertThat(thrown.get(LONG.toSeconds(), TimeUnit.SECONDS)).hasMessage("a handler's own");
  }

  @Test
  void aTimerOfACallThatWasGivenUpIsFreed() {
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    WeakReference<Object> kept = givenUpWhilePausing(runner);
    for (int i = 0; i < 100 && kept.get() != null; i++) {
      System.gc();
    }
    assertThat(kept.get()).as("what a call holds that was given up").isNull();
    runner.close();
  }

  private WeakReference<Object> givenUpWhilePausing(VertxRunner runner) {
    Object held = new byte[1];
    CompletableFuture<Conversation<Object>> pausing = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            turn ->
                pausing.complete(
                    runner.start(now -> Step.pause(Duration.ofDays(1), later -> Step.done(held)))));
    pausing.join().end(new CancellationException());
    return new WeakReference<>(held);
  }
}
