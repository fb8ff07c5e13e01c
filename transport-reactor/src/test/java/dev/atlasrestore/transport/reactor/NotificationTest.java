package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.contract.RawServer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Tests that a subscriber that blocks does not delay the notification of other subscribers. Every
 * subscriber here blocks until all have been notified.
 */
@Timeout(120)
class NotificationTest {

  private static final int CALLS = 8;

  private final ConnectionProvider pool = ConnectionProvider.create("notification", 2 * CALLS);
  private final ReactorRunner runner =
      new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
  private final BlockingQueue<Boolean> allNotified = new LinkedBlockingQueue<>();
  private RawServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.awaitEnd();
            });
  }

  @AfterEach
  void close() throws Exception {
    runner.close();
    pool.dispose();
    server.close();
  }

  /** All threads of boundedElastic wait for calls that only a timeout can end. */
  @Test
  void timeoutNeedsNoThreadOnWhichApplicationsBlock() throws Exception {
    int callers = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
    CountDownLatch ended = new CountDownLatch(callers);
    for (int i = 0; i < callers; i++) {
      Schedulers.boundedElastic()
          .schedule(
              () -> {
                runner.run(TestCalls.get(server.uri("/"), Duration.ofSeconds(1))).block();
                ended.countDown();
              });
    }
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void blockedSubscribersDoNotDelayTimeouts() throws Exception {
    CountDownLatch notified = new CountDownLatch(CALLS + 1);
    for (int i = 0; i < CALLS; i++) {
      runStalledCall(Duration.ofMillis(300), notified);
    }
    runStalledCall(Duration.ofMillis(700), notified);
    assertAllNotified(CALLS + 1);
  }

  @Test
  void blockedSubscribersDelayNeitherCloseNorEachOther() throws Exception {
    CountDownLatch notified = new CountDownLatch(CALLS + 1);
    for (int i = 0; i < CALLS; i++) {
      runStalledCall(Duration.ofMinutes(1), notified);
    }
    for (int i = 0; i < CALLS; i++) {
      server.takeRequestHead();
    }
    runner.close();
    notified.countDown();
    assertAllNotified(CALLS);
    server.awaitEnds(CALLS);
  }

  private void runStalledCall(Duration timeout, CountDownLatch notified) {
    runner
        .run(TestCalls.get(server.uri("/"), timeout))
        .subscribe(
            failure -> blockUntilAllAreNotified(notified),
            error -> {
              assertThat(error).isInstanceOf(TransportException.class);
              blockUntilAllAreNotified(notified);
            });
  }

  private void blockUntilAllAreNotified(CountDownLatch notified) {
    notified.countDown();
    try {
      allNotified.add(notified.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      allNotified.add(false);
    }
  }

  private void assertAllNotified(int subscribers) throws InterruptedException {
    for (int i = 0; i < subscribers; i++) {
      assertThat(allNotified.poll(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
