package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.RawServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Tests that the time of the scheduler drives the clock, pauses and timeouts. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class VirtualTimeTest {

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final ConnectionProvider pool = ConnectionProvider.create("virtual", 4);
  private final HttpClient client = HttpClient.create(pool);

  @AfterEach
  void close() {
    pool.dispose();
    time.dispose();
  }

  @Test
  void waitOfOneDayEndsInVirtualTime(FakeAtlas atlas) throws Exception {
    AtlasConfig config =
        atlas
            .config()
            .withPoll(
                PollPolicy.every(Duration.ofMinutes(10))
                    .withMaxInterval(Duration.ofMinutes(10))
                    .withDeadline(Duration.ofHours(24)));
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.inProgress());
    BlockingQueue<RestoreJob> polls = new LinkedBlockingQueue<>();
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(config, client, new KeywordCodec(), time)) {
      CompletableFuture<RestoreJob> wait =
          jobs.awaitCompletion(RestoreJobFixtures.ref(), polls::add).toFuture();
      Instant start = Instant.EPOCH.plusNanos(time.now(TimeUnit.NANOSECONDS));
      assertThat(polls.poll(30, TimeUnit.SECONDS)).isNotNull();
      while (!wait.isDone()) {
        // Most polls end in these 20 ms, before the time advances.
        polls.poll(20, TimeUnit.MILLISECONDS);
        time.advanceTimeBy(Duration.ofMinutes(13));
      }
      assertThat(wait)
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .asInstanceOf(InstanceOfAssertFactories.type(DeadlineExceededException.class))
          .satisfies(error -> assertThat(error.lastSeen()).isPresent())
          .satisfies(error -> assertThat(error.elapsed()).isGreaterThan(Duration.ofHours(23)));
      Instant end = Instant.EPOCH.plusNanos(time.now(TimeUnit.NANOSECONDS));
      assertThat(Duration.between(start, end)).isGreaterThan(Duration.ofHours(23));
    }
  }

  @Test
  void timeoutOfAnExchangeElapsesInVirtualTime() throws Exception {
    ReactorRunner runner = new ReactorRunner(client, time);
    AtomicReference<Object> result = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.awaitEnd();
            })) {
      Disposable running =
          runner.run(TestCalls.get(server.uri("/"), Duration.ofHours(1))).subscribe(result::set);
      server.takeRequestHead();
      time.advanceTimeBy(Duration.ofMinutes(59));
      assertThat(result).hasValue(null);
      time.advanceTimeBy(Duration.ofMinutes(1));
      assertThat(result.get())
          .asInstanceOf(InstanceOfAssertFactories.type(TransportFailure.class))
          .returns(Kind.TIMEOUT, TransportFailure::kind);
      assertThat(running.isDisposed()).isTrue();
      server.awaitEnds(1);
    }
  }

  @Test
  void pauseElapsesAtItsEndInVirtualTime() {
    ReactorRunner runner = new ReactorRunner(client, time);
    Duration year = Duration.ofDays(365);
    AtomicReference<Duration> elapsed = new AtomicReference<>();
    runner
        .<Duration>run(start -> Step.pause(year, now -> Step.done(Duration.between(start, now))))
        .subscribe(elapsed::set);
    time.advanceTimeBy(year);
    assertThat(elapsed).hasValue(year);
  }

  @Test
  void longestPossiblePauseDoesNotOverflow() {
    ReactorRunner runner = new ReactorRunner(client, time);
    Disposable running =
        runner
            .run(
                start ->
                    Step.pause(Duration.ofSeconds(Long.MAX_VALUE), now -> Step.done("elapsed")))
            .subscribe();
    time.advanceTimeBy(Duration.ofDays(3650));
    assertThat(running.isDisposed()).isFalse();
    running.dispose();
  }

  @Test
  void defaultSchedulerFollowsGlobalVirtualTime() {
    Duration day = Duration.ofDays(1);
    StepVerifier.withVirtualTime(
            () ->
                new ReactorRunner(client, Schedulers.parallel())
                    .<Duration>run(
                        start -> Step.pause(day, now -> Step.done(Duration.between(start, now)))))
        .thenAwait(day)
        .expectNext(day)
        .expectComplete()
        .verify(TestCalls.TIMEOUT);
  }
}
