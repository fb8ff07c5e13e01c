package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the results of single polls. */
class WatchTest {

  private static final AtlasConfig PLAIN = config().withRetry(RetryPolicy.none());

  private final FakeClock clock = new FakeClock();

  private Dialogue<PollResult> watch(AtlasConfig config) {
    return Dialogue.of(Client.of(config).watch(REF), clock);
  }

  private Dialogue<PollResult> next(PollResult result) {
    return Dialogue.of(result.next().orElseThrow()::elapsed, clock);
  }

  @Test
  void resultHoldsItsNumberTheElapsedTimeAndTheNextInterval() {
    PollResult first = watch(PLAIN).after(ofSeconds(1)).answer(200, "IN_PROGRESS").expectDone();
    assertThat(first.job().status()).hasToString("IN_PROGRESS");
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.elapsed()).isEqualTo(ofSeconds(1));
    assertThat(first.nextIn()).isEqualTo(ofSeconds(4));

    Dialogue<PollResult> dialogue = next(first);
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
    PollResult second = dialogue.elapse().answer(200, "IN_PROGRESS").expectDone();
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.elapsed()).isEqualTo(ofSeconds(5));
    assertThat(second.nextIn()).isEqualTo(ofSeconds(6));
  }

  @Test
  void lastResultHasNoNext() {
    PollResult first = watch(PLAIN).answer(200, "IN_PROGRESS").expectDone();
    PollResult last = next(first).elapse().answer(200, "KILLED").expectDone();
    assertThat(last.job().status()).hasToString("KILLED");
    assertThat(last.number()).isEqualTo(2);
    assertThat(last.nextIn()).isZero();
    assertThat(last.next()).isEmpty();
  }

  @Test
  void failedPollsAreNotNumberedButLengthenTheInterval() {
    Dialogue<PollResult> dialogue = watch(PLAIN).answer(503, "").elapse().answer(503, "").elapse();
    PollResult first = dialogue.answer(200, "IN_PROGRESS").expectDone();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.nextIn()).isEqualTo(ofSeconds(9));
    assertThat(first.elapsed()).isEqualTo(ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT4S", "PT1S, PT3S", "PT3.999S, PT0.001S", "PT4S, PT0S", "PT1H, PT0S"})
  void nextThatStartsLatePausesOnlyForTheRestOfTheInterval(Duration late, Duration pause) {
    PollResult first = watch(PLAIN).answer(200, "IN_PROGRESS").expectDone();
    clock.advance(late);
    Dialogue<PollResult> dialogue = next(first);
    assertThat(dialogue.expectPause()).isEqualTo(pause);
    dialogue.elapse().answer(200, "FINISHED").expectDone();
  }

  @Test
  void timeBetweenTwoResultsCountsForTheDeadline() {
    AtlasConfig config = PLAIN.withPoll(PollPolicy.defaults().withDeadline(ofSeconds(30)));
    PollResult first = watch(config).answer(200, "IN_PROGRESS").expectDone();
    clock.advance(ofSeconds(30));
    DeadlineExceededException e = next(first).expectFailed(DeadlineExceededException.class);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(30));
    assertThat(e.lastSeen()).contains(first.job());
  }

  @Test
  void pauseNearTheDeadlineIsShorterThanNextIn() {
    AtlasConfig config = PLAIN.withPoll(PollPolicy.defaults().withDeadline(ofSeconds(3)));
    PollResult first = watch(config).answer(200, "IN_PROGRESS").expectDone();
    assertThat(next(first).expectPause()).isEqualTo(ofMillis(2_700));
  }

  @Test
  void nextPausesForNoTimeBeforeItIsReported() {
    PollResult first = watch(PLAIN).answer(200, "IN_PROGRESS").expectDone();
    assertThat(first.next().orElseThrow().delay()).isZero();
  }
}
