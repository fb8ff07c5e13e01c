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

/** Whatever context a call is made on, it goes on there and its result comes there. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ContextsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  /** Where a result, or a poll, came. */
  private record Seen(Context expected, Context context, Thread thread, Object what) {}

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
  void verticlesOfAnyModelHearInTheirContext(ThreadingModel model, FakeAtlas atlas)
      throws Exception {
    if (model == ThreadingModel.VIRTUAL_THREAD && !virtualThreads()) {
      String reason = "no virtual threads on Java " + Runtime.version().feature();
      System.err.println("ContextsTest, RUN-20: not tested: " + reason);
      Assumptions.abort(reason);
    }
    atlas.put(REF, JOB);
    atlas.script(Reply.status(503), Reply.drop());
    try (VertxRestoreJobs jobs = jobs(atlas)) {
      DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
      Toys.done(vertx.deployVerticle(verticles(() -> ask(jobs)), options));
      Seen poll = Toys.next(seen);
      Seen end = Toys.next(seen);
      assertThat(poll.what()).isEqualTo(JOB);
      assertThat(end.what()).isEqualTo(JOB);
      for (Seen each : new Seen[] {poll, end}) {
        assertThat(each.context()).isSameAs(each.expected());
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

  private static boolean virtualThreads() {
    return Runtime.version().feature() >= 21;
  }

  @Test
  void whoHasNoContextGetsOneAndMayBlock(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    try (VertxRestoreJobs jobs = jobs(atlas)) {
      assertThat(Clients.await(jobs.get(REF))).isEqualTo(JOB);
    }
  }

  /** There the context is the event loop's, but the thread is not. */
  @Test
  void aCallFromBlockingCodeGoesOnOnTheEventLoop(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    try (VertxRestoreJobs jobs = jobs(atlas)) {
      Context context = vertx.getOrCreateContext();
      context.runOnContext(
          begin ->
              vertx.executeBlocking(
                  () -> {
                    ask(jobs);
                    return "asked";
                  }));
      for (int i = 0; i < 2; i++) {
        assertThat(Toys.next(seen).thread().getName()).contains("eventloop");
      }
    }
  }

  /** A handler that fails is not our failure: Vert.x reports it as it reports all of them. */
  @Test
  void whatAHandlerThrowsIsReportedToItsContext(FakeAtlas atlas) throws Exception {
    atlas.put(REF, JOB);
    BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    RuntimeException thrown = new IllegalStateException("toy");
    try (VertxRestoreJobs jobs = jobs(atlas)) {
      Context context = vertx.getOrCreateContext();
      context.exceptionHandler(reported::add);
      context.runOnContext(
          begin ->
              jobs.get(REF)
                  .onComplete(
                      end -> {
                        throw thrown;
                      }));
      assertThat(Toys.next(reported)).isSameAs(thrown);
    }
  }

  private VertxRestoreJobs jobs(FakeAtlas atlas) {
    RetryPolicy quick = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    return VertxRestoreJobs.create(vertx, atlas.config().withRetry(quick));
  }

  private void ask(VertxRestoreJobs jobs) {
    Context context = vertx.getOrCreateContext();
    jobs.awaitCompletion(REF, poll -> see(context, poll))
        .onComplete((AsyncResult<RestoreJob> end) -> see(context, end.result()));
  }

  private void see(Context expected, Object what) {
    seen.add(new Seen(expected, Vertx.currentContext(), Thread.currentThread(), what));
  }

  private static Supplier<Verticle> verticles(Runnable start) {
    return () ->
        new AbstractVerticle() {
          @Override
          public void start() {
            start.run();
          }
        };
  }
}
