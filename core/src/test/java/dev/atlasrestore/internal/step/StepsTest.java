package dev.atlasrestore.internal.step;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepsTest {

  private static final HttpRequest REQUEST = HttpRequest.get(URI.create("http://127.0.0.1/a"));
  private static final TransportFailure CLOSED = TransportFailure.unknown(Kind.CLOSED);

  private static final Call<String> SEND =
      started ->
          Step.send(
              REQUEST,
              ofSeconds(5),
              77,
              (response, now) -> Step.done("status " + response.status()),
              (failure, now) -> Step.done(failure.fate() + " " + failure.kind()));

  private static Call<String> withFlatMap(Call<String> call) {
    return started -> Steps.flatMap(call, started, (value, now) -> Step.done(value + "!"));
  }

  private static Call<String> withOnError(Call<String> call) {
    return started -> Steps.onError(call, started, (error, now) -> Step.failed(error));
  }

  @Test
  void flatMapContinuesWithTheValueAndItsTime() {
    Call<String> first = started -> Step.pause(ofSeconds(2), now -> Step.done("x"));
    Call<Instant> call =
        started ->
            Steps.flatMap(
                first, started, (value, now) -> Step.pause(ofSeconds(3), later -> Step.done(now)));
    Dialogue<Instant> dialogue = Dialogue.of(call);
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(2));
    dialogue.elapse();
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(3));
    assertThat(dialogue.elapse().expectDone()).isEqualTo(FakeClock.START.plusSeconds(2));
  }

  @Test
  void flatMapChangesNothingInASend() {
    Dialogue<String> dialogue = Dialogue.of(withFlatMap(SEND));
    assertThat(dialogue.expectSend()).isEqualTo(REQUEST);
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(5));
    assertThat(dialogue.step().toString()).contains("maxBodyBytes=77");
    assertThat(dialogue.answer(204, "").expectDone()).isEqualTo("status 204!");
    assertThat(Dialogue.of(withFlatMap(SEND)).fail(CLOSED).expectDone())
        .isEqualTo("UNKNOWN CLOSED!");
  }

  @Test
  void flatMapPassesAFailureOnAsTheSameInstance() {
    RuntimeException error = new IllegalStateException("x");
    assertThat(
            Dialogue.of(withFlatMap(now -> Step.failed(error)))
                .expectFailed(IllegalStateException.class))
        .isSameAs(error);
  }

  @Test
  void exceptionThrownByAStepPassesThroughUnchanged() {
    for (Throwable mine : new Throwable[] {new AssertionError("e"), new RuntimeException("r")}) {
      Call<String> throwing =
          started ->
              Step.send(
                  REQUEST,
                  ofSeconds(1),
                  1,
                  (response, now) -> raise(mine),
                  (failure, now) -> Step.pause(ofSeconds(1), later -> raise(mine)));
      for (Call<String> call : List.of(withFlatMap(throwing), withOnError(throwing))) {
        assertThatThrownBy(() -> Dialogue.of(call).answer(200, "")).isSameAs(mine);
        Dialogue<String> paused = Dialogue.of(call).fail(CLOSED);
        assertThatThrownBy(paused::elapse).isSameAs(mine);
      }
      assertThatThrownBy(() -> Dialogue.of(withFlatMap(now -> raise(mine)))).isSameAs(mine);
    }
  }

  private static Step<String> raise(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void hundredThousandStepsNeedAFlatStack() {
    Set<Integer> depths = new HashSet<>();
    Call<Integer> call =
        started ->
            Steps.flatMap(
                first ->
                    Steps.onError(
                        at -> countdown(100_000, depths), first, (error, now) -> Step.done(-1)),
                started,
                (value, now) ->
                    Steps.flatMap(
                        at -> countdown(value + 1_000, depths), now, (v, later) -> Step.done(v)));
    Dialogue<Integer> dialogue = Dialogue.of(call);
    int steps = 0;
    while (dialogue.step() instanceof Step.Pause) {
      dialogue.elapse();
      steps++;
    }
    assertThat(dialogue.expectDone()).isZero();
    assertThat(steps).isEqualTo(101_000);
    assertThat(depths).as("depths of the stack").hasSizeLessThanOrEqualTo(2);
  }

  private static Step<Integer> countdown(int left, Set<Integer> depths) {
    if (left % 1_000 == 1) {
      depths.add(new Throwable().getStackTrace().length);
    }
    return left == 0
        ? Step.done(0)
        : Step.pause(Duration.ZERO, later -> countdown(left - 1, depths));
  }

  @Test
  void onErrorContinuesAfterAFailureOfAnyStep() {
    RuntimeException error = new IllegalStateException("x");
    Call<String> failing =
        started ->
            Step.pause(
                ofSeconds(2),
                later ->
                    Step.send(
                        REQUEST,
                        ofSeconds(1),
                        77,
                        (response, now) -> Step.done("fine"),
                        (failure, now) -> Step.failed(error)));
    Call<String> call =
        started ->
            Steps.onError(
                failing,
                started,
                (failed, now) -> Step.done("recovered of " + failed.getMessage() + " at " + now));
    assertThat(Dialogue.of(call).elapse().fail(CLOSED).expectDone())
        .isEqualTo("recovered of x at " + FakeClock.START.plusSeconds(2));
    assertThat(Dialogue.of(call).elapse().answer(200, "").expectDone()).isEqualTo("fine");
  }

  @Test
  void onErrorMayFailWithTheSameInstance() {
    RuntimeException error = new IllegalStateException("x");
    assertThat(
            Dialogue.of(withOnError(now -> Step.failed(error)))
                .expectFailed(IllegalStateException.class))
        .isSameAs(error);
  }

  private static Call<String> withCleanup(Call<String> call, List<String> log) {
    return started -> Steps.cleanUpUnlessDone(call, started, () -> log.add("cleaned up"));
  }

  private static Step<String> work(Step<String> step) {
    return ((Step.Blocking<String>) step).run(FakeClock.START);
  }

  @Test
  void failedCallIsCleanedUpOnAThreadThatMayBlock() {
    List<String> log = new ArrayList<>();
    RuntimeException mine = new IllegalStateException("mine");
    Call<String> failing = started -> Step.pause(ofSeconds(1), now -> Step.failed(mine));
    Call<String> throwing =
        started ->
            Step.pause(
                ofSeconds(1),
                now -> {
                  throw mine;
                });
    for (Call<String> call : List.of(failing, throwing)) {
      log.clear();
      Step<String> step = Dialogue.of(withCleanup(call, log)).elapse().step();
      assertThat(log).isEmpty();
      assertThat(work(step)).isEqualTo(Step.failed(mine));
      assertThat(log).containsExactly("cleaned up");
    }
  }

  @Test
  void cancelledCallLeavesTheCleanupAsWork() {
    List<String> log = new ArrayList<>();
    Call<String> call = withFlatMap(withOnError(withCleanup(SEND, log)));
    Step.Pending<String> step = (Step.Pending<String>) call.start(FakeClock.START);
    Step.Blocking<String> work = step.cancelled(FakeClock.START).orElseThrow();
    assertThat(log).isEmpty();
    work.run(FakeClock.START);
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void cleanupThatIsCancelledIsLeftAsWork() {
    List<String> log = new ArrayList<>();
    Call<String> failing = started -> Step.failed(new IllegalStateException("mine"));
    Step.Pending<String> cleanup =
        (Step.Pending<String>) withCleanup(failing, log).start(FakeClock.START);
    cleanup.cancelled(FakeClock.START).orElseThrow().run(FakeClock.START);
    assertThat(log).containsExactly("cleaned up");
  }

  @Test
  void cleanupOfTheInnerCallComesFirst() {
    List<String> log = new ArrayList<>();
    Call<String> inner = started -> Steps.cleanUpUnlessDone(SEND, started, () -> log.add("inner"));
    Step.Pending<String> step =
        (Step.Pending<String>) withCleanup(inner, log).start(FakeClock.START);
    step.cancelled(FakeClock.START).orElseThrow().run(FakeClock.START);
    assertThat(log).containsExactly("inner", "cleaned up");
  }

  @Test
  void callThatSucceedsIsNotCleanedUp() {
    List<String> log = new ArrayList<>();
    Dialogue<String> dialogue = Dialogue.of(withCleanup(SEND, log)).answer(200, "");
    assertThat(dialogue.expectDone()).isEqualTo("status 200");
    assertThat(log).isEmpty();
  }
}
