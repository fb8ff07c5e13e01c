package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a call runs on the context of its caller, for every kind of context. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ContextTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();

  /** One call of a poll handler or of a result handler. */
  private record Notification(Context expected, Context actual, Thread thread, Object value) {}

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void verticleIsNotifiedOnItsContext(ThreadingModel model, FakeAtlas atlas) throws Exception {
    if (model == ThreadingModel.VIRTUAL_THREAD && !hasVirtualThreads()) {
      String reason = "no virtual threads on Java " + Runtime.version().feature();
      System.err.println("ContextTest, RUN-20: not tested: " + reason);
      Assumptions.abort(reason);
    }
    atlas.put(REF, JOB);
    atlas.script(Reply.status(503), Reply.drop());
    try (VertxRestoreJobs jobs = open(atlas)) {
      DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
      TestCalls.awaitSoon(vertx.deployVerticle(verticle(() -> awaitCompletion(jobs)), options));
      Notification poll = TestCalls.next(notifications);
      Notification result = TestCalls.next(notifications);
      assertThat(poll.value()).isEqualTo(JOB);
      assertThat(result.value()).isEqualTo(JOB);
      for (Notification each : new Notification[] {poll, result}) {
        assertThat(each.actual()).isSameAs(each.expected());
        assertThat(each.thread().getName())
            .contains(
                switch (model) {
                  case EVENT_LOOP -> "eventloop";
                  case WORKER -> "worker";
                  default -> "virtual";
                });
      }
    }
  }

  private static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= 21;
  }

  @Test
  void callerWithoutContextMayBlockForTheResult(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    try (VertxRestoreJobs jobs = open(atlas)) {
      assertThat(Clients.await(jobs.get(REF))).isEqualTo(JOB);
    }
  }

  /** In blocking code, the current context is the event loop's, but the thread is a worker. */
  @Test
  void callFromBlockingCodeRunsOnTheEventLoop(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    try (VertxRestoreJobs jobs = open(atlas)) {
      Context context = vertx.getOrCreateContext();
      context.runOnContext(
          ignored ->
              vertx.executeBlocking(
                  () -> {
                    awaitCompletion(jobs);
                    return null;
                  }));
      for (int i = 0; i < 2; i++) {
        assertThat(TestCalls.next(notifications).thread().getName()).contains("eventloop");
      }
    }
  }

  @Test
  void exceptionOfAResultHandlerGoesToItsContext(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    RuntimeException thrown = new IllegalStateException("of the application");
    try (VertxRestoreJobs jobs = open(atlas)) {
      Context context = vertx.getOrCreateContext();
      context.exceptionHandler(reported::add);
      context.runOnContext(
          ignored ->
              jobs.get(REF)
                  .onComplete(
                      result -> {
                        throw thrown;
                      }));
      assertThat(TestCalls.next(reported)).isSameAs(thrown);
    }
  }

  private VertxRestoreJobs open(FakeAtlas atlas) {
    RetryPolicy fast = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    return VertxRestoreJobs.create(vertx, atlas.config().withRetry(fast));
  }

  private void awaitCompletion(VertxRestoreJobs jobs) {
    Context context = vertx.getOrCreateContext();
    jobs.awaitCompletion(REF, poll -> notified(context, poll))
        .onComplete((AsyncResult<RestoreJob> end) -> notified(context, end.result()));
  }

  private void notified(Context expected, Object value) {
    notifications.add(
        new Notification(expected, Vertx.currentContext(), Thread.currentThread(), value));
  }

  private static Supplier<Verticle> verticle(Runnable start) {
    return () ->
        new AbstractVerticle() {
          @Override
          public void start() {
            start.run();
          }
        };
  }
}
