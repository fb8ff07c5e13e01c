package dev.atlasrestore.transport.reactor;

import static dev.atlasrestore.testkit.RestoreJobFixtures.withIdsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Tests {@link ReactorRestoreJobs#awaitAll}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class BatchTest {

  private static final RestoreJobRef A = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef B = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef C = RestoreJobFixtures.ref(3);
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob FINISHED = RestoreJobFixtures.finished();
  private static final RestoreJob BROKEN = RestoreJobFixtures.broken();
  private static final Duration GRACE_PERIOD = Duration.ofMillis(200);

  @Test
  void eachSubscriptionIsANewBatch(FakeAtlas atlas) {
    atlas.put(A, RUNNING, FINISHED);
    atlas.put(B, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      Mono<List<RestoreJob>> batch = jobs.awaitAll(List.of(B, A));
      assertThat(atlas.requests()).isEmpty();
      StepVerifier.create(batch)
          .expectNext(List.of(withIdsOf(B, BROKEN), withIdsOf(A, FINISHED)))
          .verifyComplete();
      StepVerifier.create(batch)
          .expectNext(List.of(withIdsOf(B, BROKEN), withIdsOf(A, FINISHED)))
          .verifyComplete();
    }
  }

  @Test
  void stalledWaitDoesNotDelayTheOthers(FakeAtlas atlas) throws Exception {
    atlas.put(A, FINISHED);
    atlas.put(B, RUNNING, FINISHED);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      jobs.get(A).blockOptional();
      atlas.script(A, Hostile.stall());
      atlas.forgetRequests();
      var batch = jobs.awaitAll(List.of(A, B)).subscribe();
      assertThat(atlas.awaitRequests(3, Duration.ofSeconds(20)))
          .as("one request for A, two for B")
          .isTrue();
      batch.dispose();
    }
  }

  @Test
  void failedWaitDoesNotEndTheOthers(FakeAtlas atlas) {
    atlas.put(A, RUNNING, FINISHED);
    atlas.put(C, RUNNING, RUNNING, BROKEN);
    try (ReactorRestoreJobs jobs = open(atlas)) {
      StepVerifier.create(jobs.awaitAll(List.of(A, B, C)))
          .verifyErrorSatisfies(
              error -> {
                RestoreBatchException e = (RestoreBatchException) error;
                assertThat(e.jobs().values())
                    .containsExactly(withIdsOf(A, FINISHED), withIdsOf(C, BROKEN));
                assertThat(e.failures().get(B)).isInstanceOf(RestoreJobNotFoundException.class);
              });
    }
  }

  @Test
  void cancelEndsAllWaits(FakeAtlas atlas) throws Exception {
    atlas.put(A, RUNNING);
    atlas.put(B, RUNNING);
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    try (ReactorRestoreJobs jobs = open(atlas, time)) {
      var batch = jobs.awaitAll(List.of(A, B)).subscribe();
      time.advanceTimeBy(Duration.ofSeconds(5));
      assertThat(atlas.awaitRequests(2, Duration.ofSeconds(20))).isTrue();
      batch.dispose();
      time.advanceTimeBy(Duration.ofHours(1));
      // Some of these may reach the server after the cancellation.
      int requestsOfTwoReads = 4;
      assertThat(atlas.awaitRequests(requestsOfTwoReads + 1, GRACE_PERIOD)).isFalse();
    }
  }

  @Test
  void closingTheClientEndsTheBatch(FakeAtlas atlas) {
    atlas.put(A, RUNNING);
    atlas.put(B, RUNNING);
    ReactorRestoreJobs jobs = open(atlas);
    StepVerifier.create(jobs.awaitAll(List.of(A, B)))
        .then(jobs::close)
        .verifyError(TransportException.class);
  }

  private static ReactorRestoreJobs open(FakeAtlas atlas) {
    PollPolicy fastPolls = PollPolicy.every(Duration.ofMillis(10));
    return ReactorRestoreJobs.create(atlas.config().withPoll(fastPolls).withoutPollRate());
  }

  private static ReactorRestoreJobs open(FakeAtlas atlas, VirtualTimeScheduler time) {
    return ReactorRestoreJobs.create(
        atlas.config(), HttpClient.create(), new JsonbRestoreJobCodec(), time);
  }
}
