package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** A request that follows at once goes out on the connection that the answer came on. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ConnectionsTest {

  private static final int CLIENTS = 5;

  @Test
  void challengeAndAnswerShareAConnection(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 1; i <= CLIENTS; i++) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
        assertThat(atlas.requests()).hasSize(2 * i);
        assertThat(atlas.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void soDoesAChallengeThatComesLater(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      for (int i = 1; i <= CLIENTS; i++) {
        atlas.forgetNonces();
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
        assertThat(atlas.requests()).hasSize(2 * i);
        assertThat(atlas.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void soDoesWhatACallerAsksAsSoonAsItHasAResult(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      StepVerifier.create(Flux.range(1, CLIENTS).concatMap(i -> jobs.get(RestoreJobFixtures.ref())))
          .expectNextCount(CLIENTS)
          .verifyComplete();
      assertThat(atlas.requests()).hasSize(CLIENTS + 1);
      assertThat(atlas.connections()).isEqualTo(1);
    }
  }

  /**
   * Two answers that came together are both there, whoever keeps the one event loop busy. What is
   * done here must not be done, so it ends by the deadlines alone.
   */
  @Test
  void aSubscriberThatBlocksKeepsNobodyFromAnAnswerForEver() throws Exception {
    LoopResources oneLoop = LoopResources.create("one", 1, true);
    ConnectionProvider pool = ConnectionProvider.create("two", 2);
    HttpClient client = HttpClient.create(pool).runOn(oneLoop);
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch said = new CountDownLatch(2);
    CountDownLatch told = new CountDownLatch(2);
    CountDownLatch done = new CountDownLatch(2);
    Queue<Object> waited = new ConcurrentLinkedQueue<>();
    try (ReactorRunner runner = new ReactorRunner(client, Schedulers.parallel());
        RawServer server =
            new RawServer(
                wire -> {
                  wire.hear();
                  asked.countDown();
                  await(held);
                  wire.say(RawServer.OK);
                  said.countDown();
                  wire.awaitLeaving();
                })) {
      for (int i = 0; i < 2; i++) {
        runner
            .run(Toys.get(server.uri("/"), Duration.ofSeconds(2)))
            .subscribe(
                answer -> {
                  told.countDown();
                  waited.add(await(told) && answer instanceof HttpResponse);
                  done.countDown();
                });
      }
      assertThat(await(asked)).isTrue();
      oneLoop
          .onClient(true)
          .next()
          .execute(
              () -> {
                held.countDown();
                await(said);
              });
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(waited).containsExactly(true, true);
    } finally {
      pool.dispose();
      oneLoop.dispose();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
