package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls of a verticle fail when it is undeployed; other calls continue. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class UndeploymentTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  /** No request may arrive within this time. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void exchangeOfAnUndeployedVerticleFailsOnItsContext(ThreadingModel model, FakeAtlas atlas)
      throws Exception {
    for (Reply reply : new Reply[] {Hostile.stall(), Hostile.stallInBody()}) {
      try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, atlas.config())) {
        int before = atlas.requests().size();
        atlas.script(REF, reply.beforeDigest());
        BlockingQueue<Context> failedOn = new LinkedBlockingQueue<>();
        BlockingQueue<Context> expected = new LinkedBlockingQueue<>();
        String id =
            deploy(
                model,
                1,
                shared,
                jobs -> {
                  expected.add(Vertx.currentContext());
                  jobs.get(REF)
                      .onFailure(errors::add)
                      .onFailure(error -> failedOn.add(Vertx.currentContext()));
                });
        assertThat(atlas.awaitRequests(before + 1, TestCalls.TEST_TIMEOUT)).isTrue();
        TestCalls.awaitSoon(vertx.undeploy(id));
        assertUndeployed(TestCalls.next(errors));
        assertThat(TestCalls.next(failedOn)).isSameAs(TestCalls.next(expected));
        assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
        assertThat(atlas.awaitRequests(before + 2, QUIET_PERIOD)).as("a retry").isFalse();
      }
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void waitsOfAnUndeployedVerticleFailAndOtherWaitsContinue(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    BlockingQueue<CallEvent> cancelled = new LinkedBlockingQueue<>();
    var config =
        atlas
            .config()
            .withPoll(fastPolls())
            .withoutPollRate()
            .withListener(
                event -> {
                  if (event instanceof CallEvent.Cancelled) {
                    cancelled.add(event);
                  }
                });
    BlockingQueue<RestoreJob> polls = new LinkedBlockingQueue<>();
    BlockingQueue<RestoreJob> pollsOfOther = new LinkedBlockingQueue<>();
    try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, config)) {
      String id =
          deploy(
              ThreadingModel.EVENT_LOOP,
              3,
              shared,
              jobs -> jobs.awaitCompletion(REF, polls::add).onFailure(errors::add));
      shared.awaitCompletion(REF, pollsOfOther::add);
      for (int i = 0; i < 6; i++) {
        TestCalls.next(polls);
      }
      TestCalls.awaitSoon(vertx.undeploy(id));
      for (int i = 0; i < 3; i++) {
        assertUndeployed(TestCalls.next(errors));
      }
      polls.clear();
      pollsOfOther.clear();
      for (int i = 0; i < 5; i++) {
        TestCalls.next(pollsOfOther);
      }
      assertThat(polls).isEmpty();
      assertThat(errors).isEmpty();
      assertThat(cancelled).hasSize(3);
    }
    for (int i = 0; i < 4; i++) {
      TestCalls.next(cancelled); // The fourth wait ended with the client.
    }
    assertThat(cancelled).isEmpty();
  }

  @Test
  void clientCreatedInAVerticleEndsWithIt(FakeAtlas atlas) throws Exception {
    atlas.script(REF, Hostile.stall().beforeDigest());
    String id =
        TestCalls.awaitSoon(
            vertx.deployVerticle(
                verticle(
                    () ->
                        VertxRestoreJobs.create(vertx, atlas.config())
                            .get(REF)
                            .onFailure(errors::add)),
                new DeploymentOptions()));
    assertThat(atlas.awaitRequests(1, TestCalls.TEST_TIMEOUT)).isTrue();
    TestCalls.awaitSoon(vertx.undeploy(id));
    assertThat(TestCalls.next(errors)).isInstanceOf(TransportException.class);
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    assertThat(atlas.awaitRequests(2, QUIET_PERIOD)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void callStartedAfterTheUndeploymentTimesOut(ThreadingModel model, FakeAtlas atlas)
      throws Exception {
    atlas.always(Hostile.stall());
    AtlasConfig config =
        atlas
            .config()
            .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(300)))
            .withRetry(RetryPolicy.none());
    BlockingQueue<Context> contexts = new LinkedBlockingQueue<>();
    try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, config)) {
      String id = deploy(model, 1, shared, jobs -> contexts.add(Vertx.currentContext()));
      TestCalls.awaitSoon(vertx.undeploy(id));
      TestCalls.next(contexts).runOnContext(ignored -> shared.get(REF).onFailure(errors::add));
      assertThat(TestCalls.next(errors))
          .isInstanceOfSatisfying(
              TransportException.class,
              error -> assertThat(error.failure().kind()).isEqualTo(Kind.TIMEOUT));
    }
  }

  @Test
  void callSucceedsWhileItsVerticleStops(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    BlockingQueue<RestoreJob> results = new LinkedBlockingQueue<>();
    try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, atlas.config())) {
      Supplier<Verticle> callsInStop =
          () ->
              new AbstractVerticle() {
                @Override
                public void stop(Promise<Void> stopped) {
                  shared
                      .get(REF)
                      .onComplete(
                          result -> {
                            results.add(result.result());
                            stopped.complete();
                          });
                }
              };
      String id = TestCalls.awaitSoon(vertx.deployVerticle(callsInStop, new DeploymentOptions()));
      TestCalls.awaitSoon(vertx.undeploy(id));
      assertThat(results).containsExactly(RestoreJobFixtures.finished());
    }
  }

  private static PollPolicy fastPolls() {
    return PollPolicy.every(Duration.ofMillis(20)).withMaxInterval(Duration.ofMillis(20));
  }

  private static void assertUndeployed(Throwable error) {
    assertThat(error)
        .hasMessageContaining("undeployed")
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Kind.CLIENT_CLOSED));
  }

  private String deploy(
      ThreadingModel model,
      int instances,
      VertxRestoreJobs shared,
      Consumer<VertxRestoreJobs> start)
      throws Exception {
    return TestCalls.awaitSoon(
        vertx.deployVerticle(
            verticle(() -> start.accept(shared)),
            new DeploymentOptions().setThreadingModel(model).setInstances(instances)));
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
