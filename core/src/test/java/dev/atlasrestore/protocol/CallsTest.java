package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Tests that every start of a call is independent: rules RUN-12 and RUN-21 of the contract. */
class CallsTest {

  private final RestoreJobCalls client = Client.of(config());

  @Test
  void twoStartsOfOneCallCountTheirOwnAttemptsAndTimes() {
    Call<RestoreJob> call = client.get(REF);
    Dialogue<RestoreJob> first = Dialogue.of(call).answer(503, "").elapse().answer(503, "");
    Dialogue<RestoreJob> second = Dialogue.of(call).after(ofSeconds(1)).answer(503, "");
    first.elapse().answer(503, "");
    assertThat(first.expectFailed(ApiException.class).attempts()).isEqualTo(3);
    second.elapse().answer(503, "").elapse().answer(503, "");
    ApiException e = second.expectFailed(ApiException.class);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(ofMillis(1_750));
  }

  @Test
  void callCanBeStartedAgainAfterItsEnd() {
    Call<RestoreJob> call = client.get(REF);
    Dialogue.of(call).answer(404, "");
    Dialogue.of(call).answer(200, "FINISHED").expectDone();
    Dialogue.of(call).answer(200, "BROKEN").expectDone();
  }

  @Test
  void twoStartsOfOneWaitReportTheirOwnPolls() {
    List<String> seen = new ArrayList<>();
    Call<RestoreJob> call = client.awaitCompletion(REF, job -> seen.add(job.status().value()));
    FakeClock clock = new FakeClock();
    Dialogue<RestoreJob> one = Dialogue.of(call, clock).answer(200, "IN_PROGRESS");
    Dialogue<RestoreJob> other = Dialogue.of(call, clock).answer(200, "KILLED");
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
  void onlyDifferencesBetweenTimesCount() {
    var clock = new FakeClock();
    clock.advance(Duration.ofDays(100_000));
    Dialogue<RestoreJob> dialogue = Dialogue.of(client.awaitCompletion(REF), clock);
    dialogue.answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
  }

  @Test
  void exceptionOfTheRandomGeneratorPassesThroughUnchanged() {
    RuntimeException mine = new IllegalStateException("mine");
    RandomGenerator broken =
        () -> {
          throw mine;
        };
    Dialogue<RestoreJob> dialogue = Client.get(config().withRandom(broken));
    assertThatThrownBy(() -> dialogue.answer(503, "")).isSameAs(mine);
  }

  @Test
  void eventMayBeReportedByAnotherThread() throws InterruptedException {
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
  void nullIsRejected() {
    assertThatNullPointerException()
        .isThrownBy(() -> new RestoreJobCalls(null, new FewWordsCodec()));
    assertThatNullPointerException().isThrownBy(() -> new RestoreJobCalls(config(), null));
    assertThatNullPointerException().isThrownBy(() -> client.get(null));
    assertThatNullPointerException().isThrownBy(() -> client.watch(null));
    assertThatNullPointerException().isThrownBy(() -> client.awaitCompletion(null));
    assertThatNullPointerException()
        .isThrownBy(() -> client.awaitCompletion(REF, (Consumer<RestoreJob>) null));
    assertThatNullPointerException()
        .isThrownBy(() -> client.awaitCompletion(REF, (PollPolicy) null));
    assertThatNullPointerException().isThrownBy(() -> client.awaitDownload(REF, null));
  }
}
