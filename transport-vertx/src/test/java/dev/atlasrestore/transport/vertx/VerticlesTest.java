package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An undeployed verticle hears nothing any more, and nothing goes on for it. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class VerticlesTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  /** What a verticle does when it starts. */
  private interface Start {
    void with(VertxRestoreJobs jobs);
  }

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void anExchangeEndsWithItsVerticle(ThreadingModel model, FakeAtlas atlas) throws Exception {
    for (Reply reply : new Reply[] {Hostile.stall(), Hostile.stallInBody()}) {
      try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, atlas.config())) {
        int before = atlas.requests().size();
        atlas.script(REF, reply);
        String id = deploy(model, 1, shared, this::ask);
        assertThat(atlas.awaitRequests(before + 1, Toys.SOON)).isTrue();
        Toys.done(vertx.undeploy(id));
        assertThat(atlas.awaitNoConnections(Toys.SOON)).as("the connection was freed").isTrue();
        assertThat(atlas.awaitRequests(before + 2, A_MOMENT)).as("it was repeated").isFalse();
      }
    }
    assertThat(told).as("an undeployed verticle was told").isEmpty();
  }

  @Test
  void aWaitEndsWithItsVerticleWhoseNeighboursGoOn(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    var config = atlas.config().withPoll(polls());
    BlockingQueue<RestoreJob> neighbour = new LinkedBlockingQueue<>();
    try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, config)) {
      String id =
          deploy(
              ThreadingModel.EVENT_LOOP,
              3,
              shared,
              jobs -> jobs.awaitCompletion(REF, told::add).onComplete(told::add));
      shared.awaitCompletion(REF, neighbour::add);
      for (int i = 0; i < 6; i++) {
        Toys.next(told);
      }
      Toys.done(vertx.undeploy(id));
      told.clear();
      neighbour.clear();
      for (int i = 0; i < 5; i++) {
        Toys.next(neighbour);
      }
      assertThat(told).as("an undeployed verticle was told").isEmpty();
    }
  }

  @Test
  void aFaceMadeInAVerticleEndsWithIt(FakeAtlas atlas) throws Exception {
    atlas.script(REF, Hostile.stall());
    String id =
        Toys.done(
            vertx.deployVerticle(
                verticles(() -> ask(VertxRestoreJobs.create(vertx, atlas.config()))),
                new DeploymentOptions()));
    assertThat(atlas.awaitRequests(1, Toys.SOON)).isTrue();
    Toys.done(vertx.undeploy(id));
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    assertThat(atlas.awaitRequests(2, A_MOMENT)).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void aVerticleMayStillAskWhileItStops(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    try (VertxRestoreJobs shared = VertxRestoreJobs.create(vertx, atlas.config())) {
      Supplier<Verticle> asking =
          () ->
              new AbstractVerticle() {
                @Override
                public void stop(Promise<Void> stopped) {
                  shared
                      .get(REF)
                      .onComplete(
                          end -> {
                            told.add(end.result());
                            stopped.complete();
                          });
                }
              };
      String id = Toys.done(vertx.deployVerticle(asking, new DeploymentOptions()));
      Toys.done(vertx.undeploy(id));
      assertThat(told).containsExactly(RestoreJobFixtures.finished());
    }
  }

  private static PollPolicy polls() {
    return PollPolicy.every(Duration.ofMillis(20))
        .withMaxInterval(Duration.ofMillis(20))
        .withoutRate();
  }

  private void ask(VertxRestoreJobs jobs) {
    Future<RestoreJob> call = jobs.get(REF);
    call.onComplete(told::add);
  }

  private String deploy(ThreadingModel model, int instances, VertxRestoreJobs shared, Start start)
      throws Exception {
    return Toys.done(
        vertx.deployVerticle(
            verticles(() -> start.with(shared)),
            new DeploymentOptions().setThreadingModel(model).setInstances(instances)));
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
