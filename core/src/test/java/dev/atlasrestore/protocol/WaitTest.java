package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.Dialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests polls, pauses and the end of a wait: rules 17, 27 and RUN-21 of the contract. */
class WaitTest {

  /** A configuration without retries, so that every request is a poll of its own. */
  private static final AtlasConfig PLAIN = config().withRetry(RetryPolicy.none());

  private final List<String> seen = new ArrayList<>();

  private Dialogue<RestoreJob> await(AtlasConfig config) {
    return await(config, job -> seen.add(job.status().value()));
  }

  private static Dialogue<RestoreJob> await(AtlasConfig config, Consumer<RestoreJob> onPoll) {
    return Dialogue.of(Client.of(config).awaitCompletion(REF, onPoll));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FINISHED", "BROKEN", "KILLED"})
  void waitPollsUntilTheStatusIsTerminalAndReportsEveryJobInOrder(String last) {
    Dialogue<RestoreJob> dialogue = await(PLAIN);
    for (long millis : new long[] {4000, 6000, 9000, 13500, 20250, 30375, 45563, 60000, 60000}) {
      dialogue.answer(200, "IN_PROGRESS");
      assertThat(dialogue.expectPause()).isEqualTo(ofMillis(millis));
      dialogue.elapse();
    }
    dialogue.answer(200, last);
    assertThat(dialogue.expectDone().status()).hasToString(last);
    assertThat(seen).hasSize(10).startsWith("IN_PROGRESS").endsWith("IN_PROGRESS", last);
  }

  @Test
  void endedJobTakesOnePoll() {
    await(PLAIN).answer(200, "FINISHED").expectDone();
    assertThat(seen).containsExactly("FINISHED");
  }

  @Test
  void everyPollSendsTheSameRequestWithTheSameTimeout() {
    Dialogue<RestoreJob> dialogue = await(PLAIN);
    var first = dialogue.expectSend();
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(30));
    dialogue.answer(200, "IN_PROGRESS").elapse();
    assertThat(dialogue.expectSend()).isEqualTo(first);
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(30));
  }

  @Test
  void unknownStatusIsNotTerminal() {
    Dialogue<RestoreJob> dialogue = await(PLAIN);
    for (String status : List.of("ON_HOLD", "FINISHED_SOON", "IN_PROGRESS", "ON_HOLD")) {
      dialogue.answer(200, status).elapse();
    }
    dialogue.answer(200, "FINISHED").expectDone();
    assertThat(seen)
        .containsExactly("ON_HOLD", "FINISHED_SOON", "IN_PROGRESS", "ON_HOLD", "FINISHED");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void waitContinuesAfterATransientStatus(int status) {
    Dialogue<RestoreJob> dialogue = await(PLAIN).answer(status, "");
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
    dialogue.elapse().answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectPause()).as("failed polls count").isEqualTo(ofSeconds(6));
    dialogue.elapse().answer(status, "").elapse().answer(200, "FINISHED").expectDone();
    assertThat(seen).containsExactly("IN_PROGRESS", "FINISHED");
  }

  @Test
  void waitContinuesAfterA429WithoutRetryAfterInFifteenSeconds() {
    Dialogue<RestoreJob> dialogue = await(config()).answer(429, "");
    assertThat(dialogue.expectPause()).as("the interval").isEqualTo(ofSeconds(4));
    dialogue.elapse();
    assertThat(dialogue.expectPause()).as("the stop of the group").isEqualTo(ofSeconds(11));
    dialogue.elapse().answer(200, "FINISHED").expectDone();
  }

  @Test
  void pollIsNotRetriedIfTheServiceAsksForAPause() {
    for (int status : new int[] {429, 503}) {
      Dialogue<RestoreJob> dialogue = await(config()).answer(status, "", "Retry-After: 30");
      assertThat(dialogue.expectPause()).isBetween(ofSeconds(30), ofSeconds(34));
      dialogue.elapse().answer(200, "FINISHED").expectDone();
    }
  }

  @Test
  void pollIsRetriedLikeAGet() {
    Dialogue<RestoreJob> dialogue = await(config()).answer(503, "");
    assertThat(dialogue.expectPause()).isEqualTo(ofMillis(250));
    dialogue.elapse().answer(503, "").elapse().answer(503, "");
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
  }

  @Test
  void failureHoldsTheAttemptsAndTheTimeOfAllPolls() {
    Dialogue<RestoreJob> dialogue = await(config()).answer(503, "").elapse();
    dialogue.answer(200, "IN_PROGRESS").elapse().after(ofSeconds(1)).answer(404, "error X");
    AtlasException e = dialogue.expectFailed(RestoreJobNotFoundException.class);
    assertThat(e.attempts()).as("over all polls").isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(ofMillis(5_250));
  }

  @Test
  void longerRetryAfterReplacesTheInterval() {
    Dialogue<RestoreJob> dialogue = await(PLAIN).answer(429, "", "Retry-After: 90");
    assertThat(dialogue.expectPause())
        .as("Retry-After and half of the interval")
        .isEqualTo(ofSeconds(92));
    dialogue.elapse().answer(503, "", "Retry-After: 3");
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsWithTheSameRetryAfterAreSpreadOut(int status) {
    AtlasConfig unlimited = PLAIN.withPoll(PollPolicy.every(ofSeconds(60))).withoutPollRate();
    RestoreJobCalls client = Client.of(unlimited.withRandom(new Random(5)));
    Integer[] returns = {0, 0, 0, 0, 0, 0};
    for (int i = 0; i < 600; i++) {
      Dialogue<RestoreJob> dialogue = Dialogue.of(client.awaitCompletion(REF));
      Duration pause = dialogue.answer(status, "", "Retry-After: 120").expectPause();
      assertThat(pause).isBetween(ofSeconds(120), ofSeconds(120 + 72));
      returns[(int) Math.min(5, pause.minusSeconds(120).toSeconds() / 10)]++;
    }
    assertThat(returns)
        .as("polls in each ten seconds afterwards")
        .allMatch(some -> some > 60 && some < 160);
  }

  @Test
  void exceptionOfOnPollEndsTheWaitAsTheSameInstance() {
    RuntimeException mine = new IllegalStateException("mine");
    Dialogue<RestoreJob> dialogue =
        await(
            PLAIN,
            job -> {
              seen.add(job.status().value());
              if (seen.size() == 2) {
                throw mine;
              }
            });
    dialogue.answer(200, "IN_PROGRESS").elapse().answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectFailed(IllegalStateException.class)).isSameAs(mine);
    assertThat(seen).hasSize(2);
  }

  @Test
  void exceptionOfOnPollAtTheLastPollEndsTheWait() {
    RuntimeException mine = new IllegalStateException("mine");
    Dialogue<RestoreJob> dialogue =
        await(
            PLAIN,
            job -> {
              throw mine;
            });
    dialogue.answer(200, "FINISHED");
    assertThat(dialogue.expectFailed(IllegalStateException.class)).isSameAs(mine);
  }

  @Test
  void errorOfOnPollPassesThroughUnchanged() {
    Error mine = new AssertionError("mine");
    Dialogue<RestoreJob> dialogue =
        await(
            PLAIN,
            job -> {
              throw mine;
            });
    assertThatThrownBy(() -> dialogue.answer(200, "IN_PROGRESS")).isSameAs(mine);
  }

  @Test
  void constantIntervalNeverGrows() {
    Dialogue<RestoreJob> dialogue = await(PLAIN.withPoll(PollPolicy.every(ofMinutes(2))));
    for (int i = 0; i < 20; i++) {
      dialogue.answer(200, "IN_PROGRESS");
      assertThat(dialogue.expectPause()).isEqualTo(ofMinutes(2));
      dialogue.elapse();
    }
  }
}
