package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Dialogue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the deadline of a wait: rules 18 and 27 of the contract. */
class WaitDeadlineTest {

  private static AtlasConfig within(Duration deadline) {
    return config()
        .withRetry(RetryPolicy.none())
        .withPoll(PollPolicy.every(ofSeconds(60)).withDeadline(deadline));
  }

  @Test
  void waitPollsForTheLastTimeTwoSecondsBeforeItsDeadlineAndFailsWithTheLastJob() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)));
    for (long seconds : new long[] {60, 8}) {
      dialogue.answer(200, "IN_PROGRESS");
      assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(seconds));
      dialogue.elapse();
    }
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(2));
    DeadlineExceededException e =
        dialogue.answer(200, "ON_HOLD").expectFailed(DeadlineExceededException.class);
    assertThat(e.lastSeen()).contains(Samples.job("ON_HOLD"));
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(68));
    assertThat(e)
        .hasNoCause()
        .hasMessageContaining("1 min 10 s")
        .hasMessageContaining("ON_HOLD")
        .hasMessageContaining("3 polls");
  }

  @Test
  void lastPollOfAShortWaitLeavesATenthOfItsTime() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(1))).answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectPause()).isEqualTo(ofMillis(900));
  }

  @Test
  void pollShortlyBeforeTheLastOneIsTheLastOne() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(64)));
    dialogue.answer(200, "IN_PROGRESS").elapse().after(ofMillis(1)).answer(200, "IN_PROGRESS");
    dialogue.expectFailed(DeadlineExceededException.class);
  }

  @Test
  void causeIsTheFailureOfTheLastPoll() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(2)));
    dialogue.answer(200, "IN_PROGRESS").elapse().after(ofMillis(500)).answer(503, "");
    DeadlineExceededException e = dialogue.expectFailed(DeadlineExceededException.class);
    assertThat(e.lastSeen()).contains(Samples.job("IN_PROGRESS"));
    assertThat(e).hasCauseExactlyInstanceOf(ApiException.class);
  }

  @Test
  void failureBeforeASuccessfulPollIsNotTheCause() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(2)));
    dialogue.answer(503, "").elapse().after(ofMillis(500)).answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectFailed(DeadlineExceededException.class)).hasNoCause();
  }

  @Test
  void lastSeenIsEmptyIfNoPollSucceeded() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(20))).timeOut();
    DeadlineExceededException e = dialogue.expectFailed(DeadlineExceededException.class);
    assertThat(e.lastSeen()).isEmpty();
    assertThat(e.elapsed()).isEqualTo(ofSeconds(20));
    assertThat(e)
        .hasMessageContaining("could not be read")
        .hasCauseExactlyInstanceOf(TransportException.class);
  }

  @Test
  void pollGetsAtMostTheRemainingTimeOfTheWait() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(20)));
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(20));
    dialogue.after(ofSeconds(4)).answer(200, "IN_PROGRESS").elapse();
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_600_000})
  void noPollStartsAtOrAfterTheDeadline(long late) {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)));
    dialogue.answer(200, "IN_PROGRESS").elapse(ofSeconds(70).plusMillis(late));
    DeadlineExceededException e = dialogue.expectFailed(DeadlineExceededException.class);
    assertThat(e.lastSeen()).contains(Samples.job("IN_PROGRESS"));
    assertThat(e.attempts()).isEqualTo(1);
  }

  @Test
  void noPollStartsAtTheDeadlineWithoutARate() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)).withoutPollRate());
    dialogue.answer(200, "IN_PROGRESS").elapse(ofSeconds(70));
    assertThat(dialogue.expectFailed(DeadlineExceededException.class)).hasNoCause();
  }

  @Test
  void responseAfterTheDeadlineEndsTheWait() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)));
    dialogue.answer(200, "IN_PROGRESS").elapse().after(ofSeconds(11)).answer(200, "FINISHED");
    assertThat(dialogue.expectDone().status().isSuccess()).isTrue();
  }

  @Test
  void retryAfterBeyondTheDeadlineEndsTheWaitAtOnce() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)));
    dialogue.answer(200, "IN_PROGRESS").elapse().answer(429, "", "Retry-After: 10");
    DeadlineExceededException e = dialogue.expectFailed(DeadlineExceededException.class);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(60));
    assertThat(e).hasCauseExactlyInstanceOf(RateLimitedException.class);
  }

  @Test
  void retryAfterBeforeTheDeadlineIsNotCut() {
    Dialogue<RestoreJob> dialogue = Client.await(within(ofSeconds(70)));
    dialogue.answer(429, "", "Retry-After: 65");
    assertThat(dialogue.expectPause()).isBetween(ofSeconds(65), ofSeconds(69));
  }

  @Test
  @Timeout(30)
  void twoHundredHoursNeedConstantStackAndMemory() {
    int[] polls = {0};
    Set<Integer> depths = new HashSet<>();
    AtlasConfig config = config().withPoll(PollPolicy.defaults().withDeadline(ofHours(200)));
    Dialogue<RestoreJob> dialogue =
        Dialogue.of(
            Client.of(config)
                .awaitCompletion(
                    REF,
                    job -> {
                      polls[0]++;
                      depths.add(new Throwable().getStackTrace().length);
                    }));
    Set<Integer> sizes = new HashSet<>();
    while (dialogue.clock().elapsed().compareTo(ofHours(199)) < 0) {
      dialogue.answer(200, "IN_PROGRESS");
      if (polls[0] % 20 == 0) {
        sizes.add(ReachableObjects.count(dialogue.step()));
      }
      dialogue.elapse();
    }
    dialogue.answer(200, "FINISHED").expectDone();
    assertThat(polls[0]).isGreaterThan(11_900);
    assertThat(depths).as("stack depth in onPoll").hasSize(1);
    assertThat(sizes).as("objects that a step holds").hasSize(1);
  }
}
