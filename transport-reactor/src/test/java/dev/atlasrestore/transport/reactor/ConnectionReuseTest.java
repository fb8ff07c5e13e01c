package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.RawServer;
import java.lang.ref.WeakReference;
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

/** Tests that a request sent right after a response uses the same connection. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ConnectionReuseTest {

  private static final int CLIENTS = 5;

  @Test
  void requestWithCredentialsUsesTheConnectionOfTheChallenge(FakeAtlas atlas) {
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
  void laterChallengeReusesTheConnection(FakeAtlas atlas) {
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
  void nextCallReusesTheConnectionOfThePreviousOne(FakeAtlas atlas) {
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
   * Two responses arrive while the only event loop is busy, and the first subscriber then blocks
   * the event loop. Blocking there is not allowed. Even so, the second subscriber gets its response
   * when the deadline passes.
   */
  @Test
  void idleConnectionDoesNotHoldTheSubscriberOfItsLastCall(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      WeakReference<Object> heldBySubscriber = readOnce(jobs);
      for (int i = 0; i < 100 && heldBySubscriber.get() != null; i++) {
        System.gc();
      }
      assertThat(heldBySubscriber.get()).as("object held by the subscriber").isNull();
    }
  }

  private static WeakReference<Object> readOnce(ReactorRestoreJobs jobs) {
    Object held = new byte[1];
    jobs.get(RestoreJobFixtures.ref()).doOnNext(job -> assertThat(held).isNotNull()).block();
    return new WeakReference<>(held);
  }

  @Test
  void blockedEventLoopDelaysAResponseAtMostUntilItsDeadline() throws Exception {
    LoopResources singleLoop = LoopResources.create("single", 1, true);
    ConnectionProvider pool = ConnectionProvider.create("two", 2);
    HttpClient client = HttpClient.create(pool).runOn(singleLoop);
    CountDownLatch requestsRead = new CountDownLatch(2);
    CountDownLatch loopBlocked = new CountDownLatch(1);
    CountDownLatch responsesSent = new CountDownLatch(2);
    CountDownLatch notified = new CountDownLatch(2);
    CountDownLatch ended = new CountDownLatch(2);
    Queue<Object> results = new ConcurrentLinkedQueue<>();
    try (ReactorRunner runner = new ReactorRunner(client, Schedulers.parallel());
        RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  requestsRead.countDown();
                  await(loopBlocked);
                  connection.write(RawServer.OK);
                  responsesSent.countDown();
                  connection.awaitEnd();
                })) {
      for (int i = 0; i < 2; i++) {
        runner
            .run(TestCalls.get(server.uri("/"), Duration.ofSeconds(2)))
            .subscribe(
                response -> {
                  notified.countDown();
                  results.add(await(notified) && response instanceof HttpResponse);
                  ended.countDown();
                });
      }
      assertThat(await(requestsRead)).isTrue();
      singleLoop
          .onClient(true)
          .next()
          .execute(
              () -> {
                loopBlocked.countDown();
                await(responsesSent);
              });
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(results).containsExactly(true, true);
    } finally {
      pool.dispose();
      singleLoop.dispose();
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
