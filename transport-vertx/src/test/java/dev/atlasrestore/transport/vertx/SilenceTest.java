package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** RUN-14 beyond the kit: that a call was given up is nothing that Vert.x has to log. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SilenceTest {

  private static final Duration A_MOMENT = Duration.ofMillis(300);
  private static final Duration SLOWLY = Duration.ofMillis(5);
  private static final ResponseReply LONG = Reply.status(200).body(" ".repeat(500));
  private static final Logger LOGGER = Logger.getLogger("io.vertx");

  private final Vertx vertx = Vertx.vertx();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Level before = LOGGER.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          logged.add(event.getLevel() + ": " + event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.setLevel(Level.WARNING);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(before);
  }

  @Test
  void run14_nothingIsLoggedOfWhatWasGivenUp(FakeAtlas atlas) throws Exception {
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    List<Conversation<Object>> calls = new ArrayList<>();
    for (Reply phase :
        List.of(
            Hostile.stall(),
            Hostile.stallInBody(),
            Hostile.drip(SLOWLY, LONG),
            Hostile.dripBody(SLOWLY, LONG))) {
      atlas.script(phase);
      calls.add(runner.start(Toys.get(atlas)));
      assertThat(atlas.awaitRequests(calls.size(), Toys.SOON)).isTrue();
    }
    calls.forEach(call -> call.end(new CancellationException()));
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    runner.close();
    Clients.close(vertx);
    assertThat(logged).isEmpty();
  }

  @Test
  void run14_nothingIsSentOrLoggedOfWhoGaveUpWaitingForAConnection(FakeAtlas atlas)
      throws Exception {
    atlas.always(Hostile.stall());
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.pooled(1)));
    Conversation<Object> first = runner.start(Toys.get(atlas));
    assertThat(atlas.awaitRequests(1, Toys.SOON)).isTrue();
    Conversation<Object> waiter = startedOnItsContext(runner, Toys.get(atlas));
    waiter.end(new CancellationException());
    first.end(new CancellationException()); // now there would be a connection for the other
    assertThat(atlas.awaitRequests(2, A_MOMENT)).as("who gave up waiting is sent").isFalse();
    atlas.always(LONG);
    assertThat(Toys.result(runner, Toys.get(atlas))).isInstanceOf(HttpResponse.class);
    assertThat(atlas.connections()).as("the next call has that connection").isEqualTo(2);
    runner.close();
    Clients.close(vertx);
    assertThat(logged).isEmpty();
  }

  /** Started, and in the pool's queue if there is no connection, when this returns. */
  private Conversation<Object> startedOnItsContext(VertxRunner runner, Call<Object> call)
      throws Exception {
    CompletableFuture<Conversation<Object>> started = new CompletableFuture<>();
    vertx.getOrCreateContext().runOnContext(turn -> started.complete(runner.start(call)));
    return started.get(Toys.SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void run14_nothingIsLoggedOfAClosedFace(FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.stall(), Hostile.stallInBody());
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config());
    List<RestoreJob> none = new ArrayList<>();
    jobs.get(RestoreJobFixtures.ref()).onSuccess(none::add);
    jobs.get(RestoreJobFixtures.ref()).onSuccess(none::add);
    assertThat(atlas.awaitRequests(2, Toys.SOON)).isTrue();
    jobs.close();
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    Clients.close(vertx);
    assertThat(none).isEmpty();
    assertThat(logged).isEmpty();
  }
}
