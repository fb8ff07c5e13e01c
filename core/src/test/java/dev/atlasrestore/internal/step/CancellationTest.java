package dev.atlasrestore.internal.step;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that combined calls pass a cancellation on and that nothing follows it. */
class CancellationTest {

  private final List<String> log = new ArrayList<>();

  /** Returns a call that pauses, sends, and logs its cancellation in both steps. */
  private Call<String> call(String name, Duration pause) {
    return began -> logged(name + " pausing", Step.pause(pause, now -> send(name)));
  }

  private Step<String> send(String name) {
    return logged(
        name + " sending",
        Step.send(
            HttpRequest.get(URI.create("http://127.0.0.1/" + name)),
            ofSeconds(9),
            77,
            (response, now) -> Step.done(name),
            (failure, now) -> Step.failed(new IllegalStateException(name))));
  }

  private Step<String> logged(String entry, Step.Pending<String> step) {
    return Steps.onCancel(step, now -> log.add(entry));
  }

  private Call<String> combined() {
    Call<String> withError =
        started -> Steps.onError(call("a", ofSeconds(1)), started, (e, now) -> follow("onError"));
    return started -> Steps.flatMap(withError, started, (value, now) -> follow("flatMap"));
  }

  private Step<String> follow(String entry) {
    log.add("followed by " + entry);
    return Step.done("x");
  }

  private EndObserver<String> observer() {
    return new EndObserver<>() {
      @Override
      public void done(String value, Instant now) {
        log.add("done " + value);
      }

      @Override
      public void failed(Throwable error, Instant now) {
        log.add("failed " + error.getMessage());
      }

      @Override
      public void cancelled(Instant now) {
        log.add("cancelled");
      }
    };
  }

  private Dialogue<String> observed(Call<String> call) {
    return Dialogue.of(started -> Steps.observeEnd(call, started, observer()));
  }

  @Test
  void cancellationReachesTheInnerStepAndNothingFollows() {
    Dialogue.of(combined()).cancel();
    assertThat(log).containsExactly("a pausing");
    log.clear();
    Dialogue.of(combined()).elapse().cancel();
    assertThat(log).containsExactly("a sending");
  }

  @Test
  void cancellationReachesEveryCallOfAnInterleavedCall() {
    List<Call<String>> calls =
        List.of(call("a", ofSeconds(5)), call("b", ZERO), now -> Step.done("c"));
    Dialogue.of(Interleaved.of(calls)).cancel();
    assertThat(log).containsExactlyInAnyOrder("a pausing", "b sending");
    log.clear();
    Dialogue<List<String>> pausing = Dialogue.of(Interleaved.of(calls)).answer(200, "");
    pausing.cancel();
    assertThat(log).containsExactly("a pausing");
  }

  @Test
  void failureOfOneCallCancelsTheOtherCallsOfAnInterleavedCall() {
    Call<String> failing =
        now -> Step.pause(ofSeconds(1), later -> Step.failed(new IllegalStateException("mine")));
    Dialogue.of(Interleaved.of(List.of(call("a", ofSeconds(5)), failing)))
        .elapse()
        .expectFailed(IllegalStateException.class);
    assertThat(log).containsExactly("a pausing");
  }

  @Test
  void exceptionOfOneStepCancelsTheOtherCallsOfAnInterleavedCall() {
    Error mine = new AssertionError("mine");
    Call<String> throwing =
        now ->
            Step.pause(
                ofSeconds(1),
                later -> {
                  throw mine;
                });
    Dialogue<List<String>> both =
        Dialogue.of(Interleaved.of(List.of(call("a", ofSeconds(5)), throwing)));
    assertThatThrownBy(both::elapse).isSameAs(mine);
    assertThat(log).containsExactly("a pausing");
  }

  @Test
  void callThatHasNotStartedIsNotCancelled() {
    List<String> started = new ArrayList<>();
    Call<String> second =
        now -> {
          started.add("b");
          return send("b");
        };
    Dialogue.of(Interleaved.of(List.of(call("a", ZERO), second))).cancel();
    assertThat(log).containsExactly("a sending");
    assertThat(started).isEmpty();
  }

  @Test
  void observerIsNotifiedOfEachKindOfEndOnce() {
    observed(call("a", ZERO)).elapse().answer(200, "").expectDone();
    observed(call("b", ZERO))
        .elapse()
        .fail(TransportFailure.unknown(Kind.CLOSED))
        .expectFailed(IllegalStateException.class);
    observed(call("c", ZERO)).cancel();
    observed(call("d", ZERO)).elapse().cancel();
    assertThat(log)
        .containsExactly("done a", "failed b", "c pausing", "cancelled", "d sending", "cancelled");
  }

  @Test
  void observerIsNotifiedIfAStepThrows() {
    Error mine = new AssertionError("mine");
    Call<String> throwing =
        now ->
            Step.pause(
                ZERO,
                later -> {
                  throw mine;
                });
    Dialogue<String> dialogue = observed(throwing);
    assertThatThrownBy(dialogue::elapse).isSameAs(mine);
    assertThatThrownBy(
            () ->
                observed(
                    now -> {
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(log).containsExactly("failed mine", "failed mine");
  }

  @Test
  void cleanupRunsOnceIfTheCallIsCancelledAtAnyStep() {
    Call<String> failing =
        now -> Step.pause(ZERO, later -> Step.<String>failed(new IllegalStateException("failed")));
    Step.Pending<String> pausing = cleanedUp(failing);
    assertThat(leftAfterCancelling(pausing)).containsExactly("clean-up");
    Step.Pending<String> cleaning =
        (Step.Pending<String>) pausing.next(new Event.Elapsed(), FakeClock.START);
    assertThat(leftAfterCancelling(cleaning)).containsExactly("clean-up");
  }

  private Step.Pending<String> cleanedUp(Call<String> call) {
    return (Step.Pending<String>)
        Steps.cleanUpUnlessDone(call, FakeClock.START, () -> log.add("clean-up"));
  }

  private List<String> leftAfterCancelling(Step.Pending<String> step) {
    log.clear();
    step.cancelled(FakeClock.START).ifPresent(work -> work.run(FakeClock.START));
    return log;
  }

  @Test
  void exceptionDuringTheCancellationHarmsNeitherTheObserverNorTheRunner() {
    Call<String> throwing =
        now ->
            new Step.Pause<>(
                ZERO,
                (event, later) -> {
                  throw new IllegalStateException(event.toString());
                });
    assertThatCode(observed(throwing)::cancel).doesNotThrowAnyException();
    assertThat(log).containsExactly("cancelled");
    assertThatThrownBy(
            () -> ((Step.Pause<String>) throwing.start(FakeClock.START)).elapsed(FakeClock.START))
        .hasMessage(new Event.Elapsed().toString());
  }
}
