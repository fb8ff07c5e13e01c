package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Tests {@link ReactorRestoreJobs#watch}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();
  private static final Duration GRACE_PERIOD = Duration.ofMillis(200);

  private final Queue<CallEvent> ends = new ConcurrentLinkedQueue<>();

  @Test
  void watchEmitsEveryPollAndCompletesAfterTheTerminalJob(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, RUNNING, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      StepVerifier.create(jobs.watch(REF)).expectNext(RUNNING, RUNNING, BROKEN).verifyComplete();
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void eachSubscriptionIsANewWait(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      Flux<RestoreJob> watch = jobs.watch(REF);
      assertThat(atlas.requests()).isEmpty();
      StepVerifier.create(watch).expectNext(RUNNING, BROKEN).verifyComplete();
      StepVerifier.create(watch).expectNext(BROKEN).verifyComplete();
    }
  }

  @Test
  void watchPollsOnlyOnDemand(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, BROKEN);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      StepVerifier.create(jobs.watch(REF), 0)
          .expectSubscription()
          .then(() -> assertNoRequestAfter(atlas, 0, time))
          .thenRequest(1)
          .expectNext(RUNNING)
          .then(() -> assertNoRequestAfter(atlas, 2, time))
          .thenRequest(1)
          .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
          .expectNext(BROKEN)
          .verifyComplete();
      assertThat(atlas.requests()).hasSize(3);
    }
  }

  @Test
  void cancelEndsTheWait(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      StepVerifier.create(jobs.watch(REF)).expectNext(RUNNING).thenCancel().verify();
      assertNoRequestAfter(atlas, 2, time);
    }
  }

  @Test
  void failureEndsTheWatch(FakeAtlas atlas) {
    try (ReactorRestoreJobs jobs = open(atlas)) {
      StepVerifier.create(jobs.watch(REF)).verifyError(RestoreJobNotFoundException.class);
    }
  }

  @Test
  void deadlineExceptionHoldsTheLastJobSeen(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    PollPolicy shortDeadline = fastPolls().withDeadline(Duration.ofSeconds(1));
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(atlas.config().withPoll(shortDeadline).withoutPollRate())) {
      jobs.get(REF).block(); // Loads all classes, so that the first poll takes less than a second.
      StepVerifier.create(jobs.watch(REF))
          .thenConsumeWhile(RUNNING::equals)
          .verifyErrorSatisfies(
              error ->
                  assertThat(error)
                      .isInstanceOfSatisfying(
                          DeadlineExceededException.class,
                          deadline -> assertThat(deadline.lastSeen()).contains(RUNNING)));
    }
  }

  @Test
  void closingTheClientEndsTheWatch(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    ReactorRestoreJobs jobs = open(atlas, VirtualTimeScheduler.create());
    StepVerifier.create(jobs.watch(REF))
        .expectNext(RUNNING)
        .then(jobs::close)
        .verifyError(TransportException.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  @Test
  void cancelBetweenTwoPollsIsTheOnlyEndOfTheCall(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      StepVerifier.create(jobs.watch(REF), 1)
          .expectNext(RUNNING)
          .then(() -> assertThat(ends).isEmpty())
          .thenCancel()
          .verify();
      assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
    }
    assertThat(ends).hasSize(1);
  }

  @Test
  void cancelByTheSubscriberOfAPollIsTheOnlyEndOfTheCall(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    try (ReactorRestoreJobs jobs = open(atlas, VirtualTimeScheduler.create())) {
      StepVerifier.create(jobs.watch(REF).take(1)).expectNext(RUNNING).verifyComplete();
      assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
    }
  }

  @Test
  void closingTheClientBetweenTwoPollsIsTheOnlyEndOfTheCall(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    ReactorRestoreJobs jobs = open(atlas, VirtualTimeScheduler.create());
    StepVerifier.create(jobs.watch(REF), 1)
        .expectNext(RUNNING)
        .then(jobs::close)
        .then(() -> assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class))
        .thenRequest(1)
        .verifyError(TransportException.class);
    assertThat(ends).hasSize(1);
    assertThat(atlas.requests()).hasSize(2);
  }

  private static void assertNoRequestAfter(FakeAtlas atlas, int count, VirtualTimeScheduler time) {
    time.advanceTimeBy(Duration.ofHours(1));
    try {
      assertThat(atlas.awaitRequests(count + 1, GRACE_PERIOD)).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(atlas.requests()).hasSize(count);
  }

  private static ReactorRestoreJobs open(FakeAtlas atlas) {
    return ReactorRestoreJobs.create(atlas.config().withPoll(fastPolls()).withoutPollRate());
  }

  private ReactorRestoreJobs open(FakeAtlas atlas, VirtualTimeScheduler time) {
    AtlasConfig config =
        atlas
            .config()
            .withPoll(PollPolicy.every(Duration.ofSeconds(10)))
            .withListener(this::recordEnd);
    HttpClient client = HttpClient.create();
    return ReactorRestoreJobs.create(config, client, new JsonbRestoreJobCodec(), time);
  }

  private void recordEnd(CallEvent event) {
    if (event instanceof CallEvent.Done || event instanceof CallEvent.Cancelled) {
      ends.add(event);
    }
  }

  private static PollPolicy fastPolls() {
    return PollPolicy.every(Duration.ofMillis(10));
  }
}
