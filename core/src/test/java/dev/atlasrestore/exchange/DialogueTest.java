package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.TransportFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests {@link Dialogue} and {@link Simulation} with a call that sends, pauses and ends. */
class DialogueTest {

  private static final HttpRequest REQUEST = HttpRequest.get(URI.create("http://127.0.0.1:9/a"));

  private final Call<Instant> call =
      now ->
          Step.send(
              REQUEST,
              Duration.ofSeconds(3),
              100,
              (response, later) ->
                  response.status() == 200
                      ? Step.pause(Duration.ofSeconds(2), Step::done)
                      : Step.failed(new IllegalStateException("status " + response.status())),
              (failure, later) -> Step.failed(new IllegalStateException(failure.kind().name())));

  @Test
  void dialogueFollowsACallToItsEndAndAdvancesItsClock() {
    Dialogue<Instant> dialogue = Dialogue.of(call);
    assertThat(dialogue.expectSend()).isEqualTo(REQUEST);
    assertThat(dialogue.expectTimeout()).isEqualTo(Duration.ofSeconds(3));
    dialogue.after(Duration.ofSeconds(1)).answer(200, "");
    assertThat(dialogue.expectPause()).isEqualTo(Duration.ofSeconds(2));
    dialogue.elapse();
    assertThat(dialogue.expectDone()).isEqualTo(FakeClock.START.plusSeconds(3));
  }

  @Test
  void unexpectedStepIsAnAssertionErrorThatNamesTheStep() {
    Dialogue<Instant> dialogue = Dialogue.of(call);
    assertThatThrownBy(dialogue::expectPause)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected a Pause")
        .hasMessageContaining("Send[");
    dialogue.answer(500, "");
    assertThatThrownBy(dialogue::expectDone)
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("status 500");
    assertThat(dialogue.expectFailed(IllegalStateException.class)).hasMessage("status 500");
    assertThatThrownBy(() -> dialogue.expectFailed(RuntimeException.class))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void pauseCannotElapseTooEarly() {
    Dialogue<Instant> dialogue = Dialogue.of(call).answer(200, "");
    assertThatThrownBy(() -> dialogue.elapse(Duration.ofMillis(1999)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void simulationRunsCallsAtTheSameTime() {
    FakeClock clock = new FakeClock();
    Simulation simulation =
        new Simulation(
            clock,
            (request, now) ->
                now.equals(FakeClock.START)
                    ? new Simulation.Answer(Duration.ofSeconds(1), Dialogue.response(200, ""))
                    : new Simulation.NoAnswer(
                        Duration.ofSeconds(9),
                        TransportFailure.unknown(TransportFailure.Kind.CLOSED)));
    Simulation.Run<Instant> late = simulation.startIn(Duration.ofSeconds(1), call);
    Simulation.Run<Instant> first = simulation.startIn(Duration.ZERO, call);
    simulation.run();
    assertThat(first.value()).isEqualTo(FakeClock.START.plusSeconds(3));
    assertThat(late.error()).hasMessage("TIMEOUT");
    assertThat(late.ended()).isEqualTo(FakeClock.START.plusSeconds(4));
    assertThat(simulation.sends()).containsExactly(FakeClock.START, FakeClock.START.plusSeconds(1));
  }
}
