package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A job watched by a subscriber. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  @Test
  void everyReadingIsShownAndTheTerminalOneIsTheLast(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, RUNNING, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      StepVerifier.create(jobs.watch(REF)).expectNext(RUNNING, RUNNING, BROKEN).verifyComplete();
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void eachSubscriptionIsAWaitOfItsOwn(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      Flux<RestoreJob> watch = jobs.watch(REF);
      assertThat(atlas.requests()).isEmpty();
      StepVerifier.create(watch).expectNext(RUNNING, BROKEN).verifyComplete();
      StepVerifier.create(watch).expectNext(BROKEN).verifyComplete();
    }
  }

  @Test
  void nothingIsReadWithoutDemandHoweverMuchTimePasses(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, BROKEN);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      StepVerifier.create(jobs.watch(REF), 0)
          .expectSubscription()
          .then(() -> assertNothingBeyond(atlas, 0, time))
          .thenRequest(1)
          .expectNext(RUNNING)
          .then(() -> assertNothingBeyond(atlas, 2, time))
          .thenRequest(1)
          .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
          .expectNext(BROKEN)
          .verifyComplete();
      assertThat(atlas.requests()).hasSize(3);
    }
  }

  @Test
  void toCancelEndsTheWait(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      StepVerifier.create(jobs.watch(REF)).expectNext(RUNNING).thenCancel().verify();
      assertNothingBeyond(atlas, 2, time);
    }
  }

  @Test
  void aFailureEndsIt(FakeAtlas atlas) {
    try (ReactorRestoreJobs jobs = open(atlas)) {
      StepVerifier.create(jobs.watch(REF)).verifyError(RestoreJobNotFoundException.class);
    }
  }

  @Test
  void theDeadlineCarriesTheJobLastSeen(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    PollPolicy brief = soon().withDeadline(Duration.ofSeconds(1));
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config().withPoll(brief))) {
      jobs.get(REF).block(); // all classes are loaded then, and one read takes no second
      StepVerifier.create(jobs.watch(REF))
          .thenConsumeWhile(RUNNING::equals)
          .verifyErrorSatisfies(
              error ->
                  assertThat(error)
                      .isInstanceOfSatisfying(
                          DeadlineExceededException.class,
                          late -> assertThat(late.lastSeen()).contains(RUNNING)));
    }
  }

  @Test
  void closingTheFaceEndsIt(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    ReactorRestoreJobs jobs = open(atlas, VirtualTimeScheduler.create());
    StepVerifier.create(jobs.watch(REF))
        .expectNext(RUNNING)
        .then(jobs::close)
        .verifyError(TransportException.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  private static void assertNothingBeyond(FakeAtlas atlas, int count, VirtualTimeScheduler time) {
    time.advanceTimeBy(Duration.ofHours(1));
    try {
      assertThat(atlas.awaitRequests(count + 1, A_MOMENT)).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(atlas.requests()).hasSize(count);
  }

  private static ReactorRestoreJobs open(FakeAtlas atlas) {
    return ReactorRestoreJobs.create(atlas.config().withPoll(soon()));
  }

  private static ReactorRestoreJobs open(FakeAtlas atlas, VirtualTimeScheduler time) {
    AtlasConfig config = atlas.config().withPoll(PollPolicy.every(Duration.ofSeconds(10)));
    HttpClient client = HttpClient.create();
    return ReactorRestoreJobs.create(config, client, new JsonbRestoreJobCodec(), time);
  }

  private static PollPolicy soon() {
    return PollPolicy.every(Duration.ofMillis(10)).withoutRate();
  }
}
