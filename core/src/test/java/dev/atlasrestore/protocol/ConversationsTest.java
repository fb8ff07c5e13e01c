package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A call is a value: every start is a conversation of its own. */
class ConversationsTest {

  private final RestoreJobCalls client = Client.of(config());

  @Test
  void run12_twoStartsOfOneCallAreTwoConversationsWithTheirOwnAttemptsAndTimes() {
    Call<RestoreJob> call = client.get(REF);
    Dialogue<RestoreJob> tired = Dialogue.of(call).answer(503, "").elapse().answer(503, "");
    Dialogue<RestoreJob> fresh = Dialogue.of(call).after(ofSeconds(1)).answer(503, "");
    tired.elapse().answer(503, "");
    assertThat(tired.expectFailed(ApiException.class).attempts()).isEqualTo(3);
    fresh.elapse().answer(503, "").elapse().answer(503, "");
    ApiException e = fresh.expectFailed(ApiException.class);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(ofMillis(1_750));
  }

  @Test
  void run12_aCallMayBeStartedAgainAfterItEnded() {
    Call<RestoreJob> call = client.get(REF);
    Dialogue.of(call).answer(404, "");
    Dialogue.of(call).answer(200, "FINISHED").expectDone();
    Dialogue.of(call).answer(200, "BROKEN").expectDone();
  }

  @Test
  void run12_twoWaitsShowTheirOwnReadings() {
    List<String> seen = new ArrayList<>();
    Call<RestoreJob> call = client.awaitCompletion(REF, job -> seen.add(job.status().value()));
    FakeClock clock = new FakeClock();
    Dialogue<RestoreJob> one = Dialogue.of(call, clock).answer(200, "IN_PROGRESS");
    Dialogue<RestoreJob> other = Dialogue.of(call, clock).elapse().answer(200, "KILLED");
    assertThat(other.expectDone().status()).hasToString("KILLED");
    one.elapse().answer(200, "FINISHED");
    assertThat(one.expectDone().status()).hasToString("FINISHED");
    assertThat(seen).containsExactly("IN_PROGRESS", "KILLED", "FINISHED");
  }

  @Test
  void nothingHappensBeforeTheStart() {
    client.get(REF);
    client.awaitCompletion(REF);
    client.watch(REF);
    assertThat(Dialogue.of(client.awaitCompletion(REF)).expectSend()).isNotNull();
  }

  @Test
  void onlyDifferencesOfTimeCount() {
    var clock = new FakeClock();
    clock.advance(Duration.ofDays(100_000));
    Dialogue<RestoreJob> dialogue = Dialogue.of(client.awaitCompletion(REF), clock);
    dialogue.answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
  }

  @Test
  void run21_whatAForeignGeneratorThrowsPassesThroughTheStepFunctionUnchanged() {
    RuntimeException mine = new IllegalStateException("mine");
    RandomGenerator broken =
        () -> {
          throw mine;
        };
    Dialogue<RestoreJob> dialogue = Client.get(config().withRandom(broken));
    assertThatThrownBy(() -> dialogue.answer(503, "")).isSameAs(mine);
  }

  @Test
  void aStepMayBeReportedOnByAnotherThread() throws InterruptedException {
    Step<RestoreJob> first = client.get(REF).start(FakeClock.START);
    List<Step<RestoreJob>> last = new ArrayList<>();
    Thread other =
        new Thread(
            () ->
                last.add(
                    ((Step.Send<RestoreJob>) first)
                        .answered(Dialogue.response(200, "FINISHED"), FakeClock.START)));
    other.start();
    other.join();
    assertThat(last).hasSize(1).first().isInstanceOf(Step.Done.class);
  }

  @Test
  void nothingMayBeNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> new RestoreJobCalls(null, new FewWordsCodec()));
    assertThatNullPointerException().isThrownBy(() -> new RestoreJobCalls(config(), null));
    assertThatNullPointerException().isThrownBy(() -> client.get(null));
    assertThatNullPointerException().isThrownBy(() -> client.watch(null));
    assertThatNullPointerException().isThrownBy(() -> client.awaitCompletion(null));
    assertThatNullPointerException().isThrownBy(() -> client.awaitCompletion(REF, null));
  }
}
