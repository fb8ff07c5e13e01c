package dev.atlasrestore.internal.step;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepsTest {

  private static final HttpRequest REQUEST = HttpRequest.get(URI.create("http://127.0.0.1/a"));
  private static final Instant NOW = FakeClock.START;
  private static final Instant DEADLINE = NOW.plusSeconds(10);

  private static Step<String> send(Duration timeout) {
    return Step.send(
        REQUEST,
        timeout,
        77,
        (response, now) -> Step.done("status " + response.status()),
        (failure, now) -> Step.done(failure.fate() + " " + failure.kind()));
  }

  private static <T> Dialogue<T> dialogue(Call<T> call) {
    return Dialogue.of(call);
  }

  private static Call<String> shouted(Call<String> call) {
    return now -> Steps.then(call.start(now), now, (value, later) -> Step.done(value + "!"));
  }

  private static Call<String> before(Instant deadline, Call<String> call) {
    return now -> Steps.before(deadline, call.start(now), now, "late");
  }

  @Test
  void thenGoesOnWithTheValueAtTheTimeItCame() {
    Call<Instant> call =
        now ->
            Steps.then(
                Step.<String>pause(ofSeconds(2), later -> Step.done("x")),
                now,
                (value, later) -> Step.pause(ofSeconds(3), evenLater -> Step.done(later)));
    Dialogue<Instant> dialogue = dialogue(call);
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(2));
    dialogue.elapse();
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(3));
    assertThat(dialogue.elapse().expectDone()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  void thenChangesNothingOfASend() {
    Dialogue<String> dialogue = dialogue(shouted(now -> send(ofSeconds(5))));
    assertThat(dialogue.expectSend()).isEqualTo(REQUEST);
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(5));
    assertThat(dialogue.step().toString()).contains("maxBodyBytes=77");
    assertThat(dialogue.answer(204, "").expectDone()).isEqualTo("status 204!");
    assertThat(
            dialogue(shouted(now -> send(ofSeconds(5))))
                .fail(TransportFailure.unknown(Kind.CLOSED))
                .expectDone())
        .isEqualTo("UNKNOWN CLOSED!");
  }

  @Test
  void thenHandsAFailureOnAsTheSameInstance() {
    RuntimeException error = new IllegalStateException("x");
    assertThat(
            dialogue(shouted(now -> Step.failed(error))).expectFailed(IllegalStateException.class))
        .isSameAs(error);
  }

  @Test
  void run21_whatAStepFunctionThrowsPassesThroughBothUnchanged() {
    for (Throwable mine : new Throwable[] {new AssertionError("e"), new RuntimeException("r")}) {
      Call<String> throwing =
          now ->
              Step.send(
                  REQUEST,
                  ofSeconds(1),
                  1,
                  (response, later) -> raise(mine),
                  (failure, later) -> Step.pause(ofSeconds(1), evenLater -> raise(mine)));
      for (Call<String> call : Set.of(shouted(throwing), before(DEADLINE, throwing))) {
        assertThatThrownBy(() -> dialogue(call).answer(200, "")).isSameAs(mine);
        Dialogue<String> paused = dialogue(call).fail(TransportFailure.unknown(Kind.CLOSED));
        assertThatThrownBy(paused::elapse).isSameAs(mine);
      }
      assertThatThrownBy(() -> dialogue(shouted(now -> raise(mine)))).isSameAs(mine);
    }
  }

  private static Step<String> raise(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void nothingGetsMoreTimeThanIsLeft() {
    assertThat(dialogue(before(DEADLINE, now -> send(ofSeconds(30)))).expectTimeout())
        .isEqualTo(ofSeconds(10));
    assertThat(dialogue(before(DEADLINE, now -> send(ofSeconds(3)))).expectTimeout())
        .isEqualTo(ofSeconds(3));
    Call<String> pause = now -> Step.pause(ofSeconds(30), later -> send(ofSeconds(30)));
    assertThat(dialogue(before(DEADLINE, pause)).expectPause()).isEqualTo(ofSeconds(10));
    Call<String> shortPause = now -> Step.pause(ofSeconds(4), later -> send(ofSeconds(30)));
    Dialogue<String> dialogue = dialogue(before(DEADLINE, shortPause));
    assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(4));
    assertThat(dialogue.elapse().expectTimeout()).isEqualTo(ofSeconds(6));
  }

  @Test
  void withoutTimeASendCountsAsTimedOutAndNotSent() {
    String timedOut = Fate.NOT_SENT + " " + Kind.TIMEOUT;
    assertThat(dialogue(before(NOW, now -> send(ofSeconds(1)))).expectDone()).isEqualTo(timedOut);
    assertThat(dialogue(before(NOW.minusSeconds(9), now -> send(ofSeconds(1)))).expectDone())
        .isEqualTo(timedOut);
  }

  @Test
  void withoutTimeAPauseEndsTheConversation() {
    Call<String> pause = now -> Step.pause(Duration.ZERO, later -> send(ofSeconds(1)));
    assertThat(dialogue(before(NOW, pause)).expectDone()).isEqualTo("late");
    assertThat(dialogue(before(NOW.minusSeconds(9), pause)).expectDone()).isEqualTo("late");
  }

  @Test
  void anEndIsAnEndHoweverLate() {
    assertThat(dialogue(before(NOW, now -> Step.done("x"))).expectDone()).isEqualTo("x");
    dialogue(before(NOW, now -> Step.failed(new IllegalStateException())))
        .expectFailed(IllegalStateException.class);
  }

  @Test
  void aHundredThousandImmediateStepsDrivenByALoopGrowNoStack() {
    Set<Integer> depths = new HashSet<>();
    Call<Integer> countdown =
        now ->
            Steps.then(
                Steps.before(DEADLINE, countdown(100_000, depths), now, -1),
                now,
                (value, later) ->
                    Steps.then(countdown(value + 1_000, depths), later, (v, t) -> Step.done(v)));
    Dialogue<Integer> dialogue = dialogue(countdown);
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
  void recoveringGoesOnWhereAConversationFailsAtWhateverStep() {
    RuntimeException error = new IllegalStateException("x");
    Call<String> call =
        now ->
            Steps.recovering(
                Step.<String>pause(
                    ofSeconds(2),
                    later ->
                        Step.send(
                            REQUEST,
                            ofSeconds(1),
                            77,
                            (response, then) -> Step.done("fine"),
                            (failure, then) -> Step.failed(error))),
                failed -> Step.done("recovered of " + failed.getMessage()));
    TransportFailure failure = TransportFailure.unknown(Kind.CLOSED);
    assertThat(dialogue(call).elapse().fail(failure).expectDone()).isEqualTo("recovered of x");
    assertThat(dialogue(call).elapse().answer(200, "").expectDone()).isEqualTo("fine");
  }

  @Test
  void recoveringMayFailWithTheSameInstance() {
    RuntimeException error = new IllegalStateException("x");
    Call<String> call = now -> Steps.recovering(Step.failed(error), Step::failed);
    assertThat(dialogue(call).expectFailed(IllegalStateException.class)).isSameAs(error);
  }
}
