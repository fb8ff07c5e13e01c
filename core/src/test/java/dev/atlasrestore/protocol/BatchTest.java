package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.GROUP;
import static dev.atlasrestore.Samples.OTHER_GROUP;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.RestoreBatch.WaitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests waits for several jobs: rule 27 of the contract. */
class BatchTest {

  private static final AtlasConfig PLAIN = config().withRetry(RetryPolicy.none()).withoutPollRate();

  private static final RestoreJobRef A = ref(1);
  private static final RestoreJobRef B = ref(2);
  private static final RestoreJobRef C = ref(3);

  private static RestoreJobRef ref(int number) {
    return new RestoreJobRef(GROUP, "Cluster0", "%024x".formatted(number));
  }

  private static Dialogue<List<RestoreJob>> awaitAll(AtlasConfig config, RestoreJobRef... refs) {
    return Dialogue.of(Client.of(config).awaitAll(List.of(refs)));
  }

  private static List<String> statuses(List<RestoreJob> jobs) {
    return jobs.stream().map(job -> job.status().value()).toList();
  }

  private static void assertReads(Dialogue<?> dialogue, RestoreJobRef ref) {
    assertThat(dialogue.expectSend().target()).endsWith(ref.jobId());
  }

  @Test
  void batchReturnsTheJobsInTheOrderPassedWhenAllHaveEnded() {
    Dialogue<List<RestoreJob>> batch = awaitAll(PLAIN, C, A, B);
    assertReads(batch, C);
    batch.answer(200, "IN_PROGRESS");
    assertReads(batch, A);
    batch.answer(200, "BROKEN");
    assertReads(batch, B);
    batch.answer(200, "FINISHED");
    assertThat(batch.expectPause()).isEqualTo(ofSeconds(4));
    batch.elapse();
    assertReads(batch, C);
    batch.answer(200, "KILLED");
    assertThat(statuses(batch.expectDone())).containsExactly("KILLED", "BROKEN", "FINISHED");
  }

  @Test
  void emptyBatchSendsNoRequest() {
    assertThat(awaitAll(PLAIN).expectDone()).isEmpty();
  }

  @Test
  void jobPassedTwiceIsReadOnceAndReturnedTwice() {
    Dialogue<List<RestoreJob>> batch = awaitAll(PLAIN, A, B, A);
    batch.answer(200, "FINISHED").answer(200, "BROKEN");
    assertThat(statuses(batch.expectDone())).containsExactly("FINISHED", "BROKEN", "FINISHED");
  }

  @Test
  void nullReferenceIsRejected() {
    RestoreJobCalls client = Client.of(PLAIN);
    assertThatNullPointerException().isThrownBy(() -> client.awaitAll(Arrays.asList(A, null)));
    assertThatNullPointerException().isThrownBy(() -> client.batch(Collections.singleton(null)));
  }

  @Test
  void referencesAreCopied() {
    List<RestoreJobRef> refs = new ArrayList<>(List.of(A));
    Call<List<RestoreJob>> call = Client.of(PLAIN).awaitAll(refs);
    refs.add(B);
    assertThat(Dialogue.of(call).answer(200, "FINISHED").expectDone()).hasSize(1);
  }

  @Test
  void failedWaitDoesNotEndTheOtherWaits() {
    Dialogue<List<RestoreJob>> batch = awaitAll(PLAIN, A, B, C);
    batch.answer(200, "IN_PROGRESS").answer(404, "").answer(200, "KILLED").elapse();
    batch.after(ofMillis(500)).answer(200, "FINISHED");
    RestoreBatchException e = batch.expectFailed(RestoreBatchException.class);
    assertThat(e.jobs()).containsOnlyKeys(A, C);
    assertThat(statuses(List.copyOf(e.jobs().values()))).containsExactly("FINISHED", "KILLED");
    assertThat(e.failures()).containsOnlyKeys(B);
    assertThat(e.failures().get(B)).isInstanceOf(RestoreJobNotFoundException.class);
    assertThat(e)
        .hasCause(e.failures().get(B))
        .hasMessageContaining("1 of 3")
        .hasMessageContaining(B.jobId())
        .hasMessageContaining("knows no such restore job");
    assertThat(e.elapsed()).isEqualTo(ofMillis(4_500));
    assertThat(e.attempts()).isEqualTo(1);
  }

  @Test
  void failuresAreInTheOrderPassed() {
    Dialogue<List<RestoreJob>> batch = awaitAll(PLAIN, C, A, B);
    batch
        .answer(200, "IN_PROGRESS")
        .answer(404, "")
        .answer(403, "")
        .elapse()
        .answer(410, "error X");
    RestoreBatchException e = batch.expectFailed(RestoreBatchException.class);
    assertThat(e.failures().keySet()).containsExactly(C, A, B);
    assertThat(e.jobs()).isEmpty();
    assertThat(e).hasMessageContaining("3 of 3").hasMessageContaining(C.jobId());
  }

  @Test
  void eachWaitHasItsOwnDeadlineAndContinuesAfterTransientFailures() {
    PollPolicy brief = PollPolicy.every(ofSeconds(4)).withDeadline(ofSeconds(10));
    Dialogue<List<RestoreJob>> batch = awaitAll(PLAIN.withPoll(brief), A, B);
    batch.answer(503, "").answer(200, "IN_PROGRESS").elapse();
    batch.answer(200, "FINISHED");
    while (!(batch.step() instanceof Step.Failed)) {
      if (batch.step() instanceof Step.Send) {
        batch.answer(200, "IN_PROGRESS");
      } else {
        batch.elapse();
      }
    }
    RestoreBatchException e = batch.expectFailed(RestoreBatchException.class);
    assertThat(e.jobs()).containsOnlyKeys(A);
    DeadlineExceededException late = (DeadlineExceededException) e.failures().get(B);
    assertThat(late.lastSeen()).isPresent();
  }

  @Test
  void deadlineCountsFromTheStartOfTheBatch() {
    PollPolicy minute = PollPolicy.defaults().withDeadline(ofMinutes(1));
    FakeClock clock = new FakeClock();
    Simulation hanging =
        new Simulation(
            clock,
            (request, now) ->
                new Simulation.NoAnswer(
                    ofMinutes(60), TransportFailure.unknown(TransportFailure.Kind.TIMEOUT)));
    List<RestoreJobRef> refs = IntStream.range(0, 20).mapToObj(BatchTest::ref).toList();
    Simulation.Run<List<RestoreJob>> batch =
        hanging.startIn(Duration.ZERO, Client.of(config().withPoll(minute)).awaitAll(refs));
    hanging.run();
    assertThat(clock.elapsed()).isEqualTo(ofMinutes(1));
    RestoreBatchException e = (RestoreBatchException) batch.error();
    assertThat(e.elapsed()).isEqualTo(ofMinutes(1));
    assertThat(e.failures()).hasSize(20);
    assertThat(e.failures().get(ref(19)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("could not be read (1 min elapsed, 0 polls)");
  }

  @Test
  void waitsOfABatchShareTheRateLimitWithOtherWaits() {
    Simulation simulation =
        new Simulation(
            new FakeClock(),
            (request, now) ->
                new Simulation.Answer(Duration.ZERO, Dialogue.response(200, "FINISHED")));
    RestoreJobCalls client = Client.of(config().withPollRate(1, ofMillis(600)));
    List<RestoreJobRef> refs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      refs.add(ref(i));
    }
    Simulation.Run<List<RestoreJob>> batch =
        simulation.startIn(Duration.ZERO, client.awaitAll(refs));
    simulation.startIn(ofMillis(1), client.awaitCompletion(ref(99)));
    simulation.run();
    assertThat(batch.value()).hasSize(10);
    for (int i = 1; i < simulation.sends().size(); i++) {
      assertThat(Duration.between(simulation.sends().get(i - 1), simulation.sends().get(i)))
          .isGreaterThanOrEqualTo(ofMillis(600));
    }
  }

  @Test
  void groupWithAFreePermitIsNotDelayedByAnotherGroup() {
    RestoreJobCalls client = Client.of(config().withPollRate(1, ofMillis(600)));
    RestoreJobRef other = new RestoreJobRef(OTHER_GROUP, "c", A.jobId());
    Dialogue<List<RestoreJob>> batch = Dialogue.of(client.awaitAll(List.of(A, B, other)));
    batch.answer(200, "FINISHED");
    assertReads(batch, other);
    batch.answer(200, "FINISHED");
    assertThat(batch.expectPause()).isEqualTo(ofMillis(600));
  }

  @Test
  void closedClientFailsTheWholeBatch() {
    TransportException e =
        awaitAll(PLAIN, A, B)
            .fail(TransportFailure.notSent(TransportFailure.Kind.CLIENT_CLOSED))
            .expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(TransportFailure.Kind.CLIENT_CLOSED);
  }

  @Test
  void listenerIsNotifiedOfTheEndOfEveryWait() {
    List<CallEvent> events = new ArrayList<>();
    awaitAll(PLAIN.withListener(events::add), A, B).answer(200, "FINISHED").answer(404, "");
    assertThat(events)
        .filteredOn(CallEvent.Done.class::isInstance)
        .extracting(event -> event.call().reference())
        .containsExactly(A, B);
  }

  @Test
  void cancelledBatchEndsEachOfItsWaitsOnce() {
    List<CallEvent> events = new ArrayList<>();
    awaitAll(PLAIN.withListener(events::add), A, B).answer(200, "IN_PROGRESS").cancel();
    assertThat(events)
        .filteredOn(CallEvent.Cancelled.class::isInstance)
        .extracting(event -> event.call().reference())
        .containsExactlyInAnyOrder(A, B);
    assertThat(events).filteredOn(CallEvent.Started.class::isInstance).hasSize(2);
    assertThat(events).noneMatch(CallEvent.Done.class::isInstance);
  }

  @Test
  void failureOfASeparateWaitIsAResult() {
    RestoreBatch batch = Client.of(PLAIN).batch(List.of(B, A, B));
    assertThat(batch.waits()).hasSize(2);
    WaitResult b = Dialogue.of(batch.waits().get(0)).answer(404, "").expectDone();
    WaitResult a =
        Dialogue.of(batch.waits().get(1)).after(ofSeconds(2)).answer(200, "FINISHED").expectDone();
    assertThat(b.ref()).isEqualTo(B);
    assertThat(b.job()).isEmpty();
    assertThat(a.elapsed()).isEqualTo(ofSeconds(2));
    assertThatThrownBy(() -> batch.jobs(List.of(a, b)))
        .isInstanceOfSatisfying(
            RestoreBatchException.class, e -> assertThat(e.failures()).containsOnlyKeys(B));
    WaitResult repeated = new WaitResult(B, a.job(), Optional.empty(), Duration.ZERO);
    assertThat(batch.jobs(List.of(a, repeated))).hasSize(3);
  }

  @Test
  void missingResultIsRejected() {
    RestoreBatch batch = Client.of(PLAIN).batch(List.of(A, B));
    WaitResult a = Dialogue.of(batch.waits().get(0)).answer(200, "FINISHED").expectDone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batch.jobs(List.of(a)))
        .withMessageContaining(B.jobId());
  }

  @Test
  void waitResultHasEitherAJobOrAFailure() {
    Optional<RestoreJob> job = Optional.of(Samples.job("FINISHED"));
    Optional<AtlasException> failure = Optional.of(TransportException.clientClosed());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WaitResult(A, job, failure, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WaitResult(A, Optional.empty(), Optional.empty(), Duration.ZERO));
  }
}
