package dev.atlasrestore.protocol;

import static dev.atlasrestore.CallEvent.Operation.AWAIT;
import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallEvent.AttemptStarted;
import dev.atlasrestore.CallEvent.Cancelled;
import dev.atlasrestore.CallEvent.Done;
import dev.atlasrestore.CallEvent.Paused;
import dev.atlasrestore.CallEvent.ResponseReceived;
import dev.atlasrestore.CallEvent.Started;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tests the events of waits. */
class WaitListenerTest {

  private static final OptionalInt NO_STATUS = OptionalInt.empty();

  private final List<CallEvent> events = new ArrayList<>();
  private final AtlasConfig config = config().withListener(events::add);
  private final AtlasConfig once = config.withRetry(RetryPolicy.none());

  /** Returns the call of the first event. */
  private CallInfo call() {
    return events.get(0).call();
  }

  @Test
  void waitNotifiesOfItsAttemptsItsPausesAndItsEnd() {
    RestoreJobCalls client = Client.of(once);
    Dialogue<RestoreJob> dialogue = Dialogue.of(client.awaitCompletion(REF));
    dialogue.answer(200, "IN_PROGRESS").elapse().answer(503, "").elapse().answer(200, "BROKEN");
    dialogue.expectDone();
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 200, 1, Duration.ZERO),
            new Paused(call(), ofSeconds(4)),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 503, 1, Duration.ZERO),
            new Paused(call(), ofSeconds(6)),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 200, 1, Duration.ZERO),
            new Done(call(), 3, ofSeconds(10), Optional.empty(), NO_STATUS));
  }

  @Test
  void pauseForAPermitIsAnEvent() {
    RestoreJobCalls client = Client.of(once.withPollRate(1, ofSeconds(9)));
    Dialogue.of(client.awaitCompletion(REF)).answer(200, "FINISHED");
    events.clear();
    Dialogue.of(client.awaitCompletion(REF));
    assertThat(events).containsExactly(new Started(call()), new Paused(call(), ofSeconds(9)));
  }

  @Test
  void endOfARefusedWaitNamesTheExceptionAndTheStatus() {
    Client.await(once).answer(200, "IN_PROGRESS").elapse().answer(410, "error X");
    assertThat(events)
        .endsWith(
            new ResponseReceived(call(), 1, 410, 1, Duration.ZERO),
            new Done(
                call(), 2, ofSeconds(4), Optional.of(ApiException.class), OptionalInt.of(410)));
  }

  @Test
  void waitThatReachesItsDeadlineNotifiesOnce() {
    Client.await(once.withPoll(PollPolicy.defaults().withDeadline(ofMillis(900))))
        .answer(200, "IN_PROGRESS")
        .elapse()
        .answer(200, "IN_PROGRESS")
        .expectFailed(DeadlineExceededException.class);
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 200, 1, Duration.ZERO),
            new Paused(call(), ofMillis(810)),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 200, 1, Duration.ZERO),
            new Done(
                call(), 2, ofMillis(810), Optional.of(DeadlineExceededException.class), NO_STATUS));
  }

  @Test
  void watchNotifiesOfOneEndForAllPolls() {
    PollResult first =
        Dialogue.of(Client.of(once).watch(REF)).answer(200, "IN_PROGRESS").expectDone();
    assertThat(events).noneMatch(Done.class::isInstance);
    Dialogue.of(first.next().orElseThrow()::elapsed).elapse().answer(200, "FINISHED").expectDone();
    assertThat(events).filteredOn(Done.class::isInstance).hasSize(1);
  }

  @Test
  void exceptionOfOnPollIsTheEndOfItsWait() {
    for (String status : List.of("IN_PROGRESS", "FINISHED")) {
      events.clear();
      Dialogue.of(
              Client.of(config)
                  .awaitCompletion(
                      REF,
                      job -> {
                        throw new IllegalStateException("mine");
                      }))
          .answer(503, "")
          .elapse()
          .answer(200, status)
          .expectFailed(IllegalStateException.class);
      assertThat(events)
          .filteredOn(Done.class::isInstance)
          .containsExactly(
              new Done(
                  call(), 2, ofMillis(250), Optional.of(IllegalStateException.class), NO_STATUS));
    }
  }

  @Test
  void waitEndsOnceWhereverItIsCancelled() {
    int steps = 7;
    for (int cancelAfter = 0; cancelAfter < steps; cancelAfter++) {
      events.clear();
      Dialogue<RestoreJob> wait = Client.await(config);
      for (int i = 0; i < cancelAfter; i++) {
        advance(wait, i);
      }
      wait.cancel();
      assertThat(ends()).as("ends after %d steps", cancelAfter).hasSize(1);
      assertThat(events).last().isInstanceOf(Cancelled.class);
      assertThat(events).first().isEqualTo(new Started(call()));
      assertThat(events).extracting(CallEvent::call).containsOnly(call());
    }
  }

  private static void advance(Dialogue<RestoreJob> wait, int step) {
    switch (step) {
      case 0 -> wait.answer(401, "", Client.CHALLENGE);
      case 1, 5 -> wait.answer(503, "");
      case 3 -> wait.answer(200, "IN_PROGRESS");
      default -> wait.elapse();
    }
  }

  private List<CallEvent> ends() {
    return events.stream()
        .filter(event -> event instanceof Done || event instanceof Cancelled)
        .toList();
  }

  @Test
  void watchThatIsCancelledBetweenTwoPollsEndsOnce() {
    PollResult first =
        Dialogue.of(Client.of(once).watch(REF))
            .after(ofSeconds(1))
            .answer(200, "IN_PROGRESS")
            .expectDone();
    first.next().orElseThrow().cancelled(FakeClock.START.plusSeconds(3));
    assertThat(ends()).containsExactly(new Cancelled(call(), 1, ofSeconds(3)));
  }

  @Test
  void errorThatOnPollThrowsIsTheEndOfItsWait() {
    Error mine = new AssertionError("mine");
    Dialogue<RestoreJob> wait =
        Dialogue.of(
            Client.of(config)
                .awaitCompletion(
                    REF,
                    job -> {
                      throw mine;
                    }));
    assertThatThrownBy(() -> wait.answer(200, "FINISHED")).isSameAs(mine);
    assertThat(ends())
        .containsExactly(
            new Done(call(), 1, Duration.ZERO, Optional.of(AssertionError.class), NO_STATUS));
  }

  @Test
  void operationOfAWaitIsAwait() {
    Client.await(config);
    assertThat(call().operation()).isEqualTo(AWAIT);
    assertThat(call().reference()).isEqualTo(REF);
  }
}
