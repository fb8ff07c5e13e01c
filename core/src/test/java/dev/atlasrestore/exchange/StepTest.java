package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.TransportFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepTest {

  private static final HttpRequest REQUEST = HttpRequest.get(URI.create("http://127.0.0.1/"));
  private static final Instant NOW = FakeClock.START;

  @Test
  void stepsAreSealed() {
    assertThat(Step.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Step.Pending.class, Step.Done.class, Step.Failed.class);
    assertThat(Step.Pending.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Step.Exchange.class, Step.Pause.class, Step.Blocking.class);
    assertThat(Step.Exchange.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Step.Send.class, Step.Transfer.class);
  }

  @Test
  void eventReachesItsFunctionWithItsTime() {
    HttpResponse response = Dialogue.response(204, "");
    TransportFailure failure = TransportFailure.notSent(TransportFailure.Kind.REFUSED);
    List<Object> seen = new ArrayList<>();
    Step.Send<String> send =
        Step.send(
            REQUEST,
            Duration.ofSeconds(1),
            1,
            (r, now) -> {
              seen.addAll(List.of(r, now));
              return Step.done("answered");
            },
            (f, now) -> {
              seen.addAll(List.of(f, now));
              return Step.done("unanswered");
            });
    assertThat(send.answered(response, NOW)).isEqualTo(Step.done("answered"));
    assertThat(send.unanswered(failure, NOW)).isEqualTo(Step.done("unanswered"));
    assertThat(seen).containsExactly(response, NOW, failure, NOW);
    assertThat(Step.<Instant>pause(Duration.ZERO, Step::done).elapsed(NOW))
        .isEqualTo(Step.done(NOW));
  }

  @Test
  void withContinuationKeepsTheRequestAndTheDelay() {
    List<Event> events = new ArrayList<>();
    Step.Send<String> send =
        Step.<Integer>send(
                REQUEST, Duration.ofSeconds(1), 7, (r, n) -> Step.done(1), (f, n) -> Step.done(2))
            .withContinuation(
                (event, now) -> {
                  events.add(event);
                  return Step.done(now.toString());
                });
    HttpResponse response = Dialogue.response(204, "");
    assertThat(send.answered(response, NOW)).isEqualTo(Step.done(NOW.toString()));
    assertThat(events).containsExactly(new Event.Answered(response));
    assertThat(send.request()).isEqualTo(REQUEST);
    assertThat(send.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(send.maxBodyBytes()).isEqualTo(7);
    assertThat(
            Step.pause(Duration.ofSeconds(3), Step::done)
                .withContinuation((event, now) -> Step.done(event))
                .elapsed(NOW))
        .isEqualTo(Step.done(new Event.Elapsed()));
  }

  @Test
  void pauseShowsItsDelayAndNotItsFunction() {
    assertThat(Step.pause(Duration.ofSeconds(5), Step::done)).hasToString("Pause[PT5S]");
  }

  @Test
  void onlyTheValueOfDoneMayBeNull() {
    assertThat(Step.done(null).value()).isNull();
    assertThatNullPointerException().isThrownBy(() -> Step.failed(null));
    assertThatNullPointerException().isThrownBy(() -> Step.pause(null, Step::done));
    assertThatNullPointerException().isThrownBy(() -> Step.pause(Duration.ZERO, null));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                Step.send(null, Duration.ZERO, 1, (r, n) -> Step.done(1), (f, n) -> Step.done(2)));
    assertThatNullPointerException()
        .isThrownBy(
            () -> Step.send(REQUEST, null, 1, (r, n) -> Step.done(1), (f, n) -> Step.done(2)));
    assertThatNullPointerException()
        .isThrownBy(() -> Step.send(REQUEST, Duration.ZERO, 1, null, (f, n) -> Step.done(2)));
    assertThatNullPointerException()
        .isThrownBy(() -> Step.send(REQUEST, Duration.ZERO, 1, (r, n) -> Step.done(1), null));
  }

  @Test
  void elapsedClockStartsAtTheWallClockAndNeverRunsBackwards() {
    Instant before = Instant.now();
    ElapsedClock clock = new ElapsedClock();
    Instant last = clock.instant();
    assertThat(last).isAfterOrEqualTo(before).isBefore(before.plusSeconds(60));
    for (int i = 0; i < 10_000; i++) {
      Instant next = clock.instant();
      assertThat(next.isBefore(last)).isFalse();
      last = next;
    }
  }

  @Test
  void transferReportsLikeASendAndHidesItsAddress() {
    HttpRequest secret = HttpRequest.get(URI.create("http://127.0.0.1/secret"));
    BodySink sink = bytes -> {};
    Step.Transfer<String> transfer =
        Step.<Integer>transfer(
                secret,
                Duration.ofSeconds(3),
                7,
                head -> Optional.of(sink),
                (response, now) -> Step.done(response.status()),
                (failure, now) -> Step.done(0))
            .withContinuation((event, now) -> Step.done(event.getClass().getSimpleName()));
    assertThat(transfer.request()).isSameAs(secret);
    assertThat(transfer.idleTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(transfer.maxBodyBytes()).isEqualTo(7);
    assertThat(transfer.sinkFor().apply(Dialogue.response(200, ""))).containsSame(sink);
    assertThat(transfer.answered(Dialogue.response(200, ""), NOW)).isEqualTo(Step.done("Answered"));
    assertThat(transfer).hasToString("Transfer[GET, idleTimeout=PT3S]");
  }

  @Test
  void blockingStepDoesItsWorkWithTheTime() {
    Step.Blocking<Instant> blocking = Step.blocking(Step::done);
    assertThat(blocking.run(NOW)).isEqualTo(Step.done(NOW));
    assertThat(blocking.cancelled(NOW)).isEmpty();
  }

  @Test
  void cancelledStepMayLeaveWork() {
    Step.Blocking<String> work = Step.blocking(now -> Step.done("cleaned up"));
    Step.Pause<String> pause = new Step.Pause<>(Duration.ZERO, (event, now) -> work);
    assertThat(pause.cancelled(NOW)).containsSame(work);
  }
}
