package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.JOB;
import static dev.atlasrestore.Samples.OTHER_GROUP;
import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.exchange.Dialogue.response;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the waits of one client share a rate limit: rule 27 of the contract. */
class PollRateTest {

  private static final RestoreJobRef OTHER = new RestoreJobRef(OTHER_GROUP, "c", JOB);

  private final FakeClock clock = new FakeClock();

  /** Creates a server whose jobs end at this time after the start. */
  private Simulation server(Duration ends) {
    return new Simulation(
        clock,
        (request, now) ->
            new Simulation.Answer(
                Duration.ZERO,
                response(
                    200, now.isBefore(FakeClock.START.plus(ends)) ? "IN_PROGRESS" : "FINISHED")));
  }

  private static List<Duration> gaps(List<Instant> times) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add(Duration.between(times.get(i - 1), times.get(i)));
    }
    return gaps;
  }

  @Test
  void pollsOfManyWaitsAreSpacedEvenlyFromTheFirstOn() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 300; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(simulation.sends()).hasSize(300);
    assertThat(gaps(simulation.sends())).containsOnly(ofMillis(600));
  }

  @Test
  void rateHoldsUntilTheLastWaitEnds() {
    Simulation simulation = server(ofHours(1));
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 300; i++) {
      simulation.startIn(ofMillis(i * 7L), client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(gaps(simulation.sends())).allMatch(gap -> gap.compareTo(ofMillis(600)) >= 0);
    assertThat(clock.elapsed()).as("time until the last wait ended").isLessThan(ofMinutes(70));
    assertThat(simulation.sends()).hasSizeGreaterThan(5_900);
  }

  @Test
  void configuredRateIsKept() {
    Simulation simulation = server(Duration.ZERO);
    PollPolicy tenASecond = PollPolicy.defaults().withRate(10, ofSeconds(1));
    RestoreJobCalls client = Client.of(config().withPoll(tenASecond));
    for (int i = 0; i < 30; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(gaps(simulation.sends())).containsOnly(ofMillis(100));
  }

  @Test
  void allWaitsPollAtOnceWithoutARate() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = Client.of(config().withPoll(PollPolicy.defaults().withoutRate()));
    // The get finds out that the service sends no challenge. So no wait pauses for a challenge.
    simulation.startIn(Duration.ZERO, client.get(REF));
    for (int i = 0; i < 300; i++) {
      simulation.startIn(ofSeconds(1), client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void groupsAndClientsHaveSeparateRates() {
    RestoreJobCalls client = Client.of(config());
    Dialogue.of(client.awaitCompletion(REF), clock).answer(200, "FINISHED").expectDone();
    Dialogue.of(client.awaitCompletion(OTHER), clock).expectSend();
    Dialogue.of(Client.of(config()).awaitCompletion(REF), clock).expectSend();
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofMillis(600));
  }

  @Test
  void getNeedsNoPermitButCounts() {
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 5; i++) {
      Dialogue.of(client.get(REF), clock).answer(200, "FINISHED").expectDone();
    }
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofSeconds(3));
    Dialogue.of(client.get(REF), clock).expectSend();
  }

  @Test
  void getsDelayAWaitByAtMostThePeriodOfTheRate() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 20_000; i++) {
      simulation.startIn(ofMillis(i * 10L), client.get(REF));
    }
    List<Simulation.Run<RestoreJob>> waits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waits.add(simulation.startIn(ofSeconds(20L * i), client.awaitCompletion(REF)));
    }
    simulation.run();
    for (int i = 0; i < waits.size(); i++) {
      assertThat(waits.get(i).ended())
          .isBefore(FakeClock.START.plusSeconds(20L * i + 61).plusMillis(600L * i));
    }
  }

  @Test
  void waitWithoutAPermitBeforeItsDeadlineFailsAtOnceAndReservesNothing() {
    AtlasConfig shortWaits = config().withPoll(PollPolicy.defaults().withDeadline(ofSeconds(30)));
    RestoreJobCalls client = Client.of(shortWaits);
    int failed = 0;
    for (int i = 0; i < 1_000; i++) {
      Dialogue<RestoreJob> dialogue = Dialogue.of(client.awaitCompletion(REF), clock);
      if (dialogue.step().toString().startsWith("Failed")) {
        assertThat(dialogue.expectFailed(DeadlineExceededException.class))
            .hasMessageContaining("the rate of polls allows no other poll before then")
            .extracting(DeadlineExceededException::attempts)
            .isEqualTo(0);
        failed++;
      }
      if (i == 0) {
        dialogue.answer(200, "FINISHED").expectDone();
      }
    }
    assertThat(failed).isEqualTo(950);
    clock.advance(ofMillis(500));
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .as("after the fifty reserved permits")
        .isEqualTo(ofMillis(29_500));
  }

  @Test
  void cancelledWaitsDoNotDelayALaterWait() {
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 1_000; i++) {
      // No event is reported: the wait is cancelled.
      Dialogue.of(client.awaitCompletion(REF), clock);
    }
    clock.advance(ofSeconds(2));
    Dialogue<RestoreJob> later = Dialogue.of(client.awaitCompletion(REF), clock);
    later.answer(200, "IN_PROGRESS").elapse();
    later.answer(200, "FINISHED").expectDone();
    assertThat(clock.elapsed()).isLessThan(ofSeconds(10));
  }

  @Test
  void cancelledWaitsDoNotDelayALaterWaitWhileGetsAreRecorded() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 1_000; i++) {
      Dialogue.of(client.awaitCompletion(REF), new FakeClock());
    }
    for (int i = 0; i < 100; i++) {
      simulation.startIn(ofSeconds(i), client.get(REF));
    }
    Simulation.Run<RestoreJob> later =
        simulation.startIn(ofSeconds(2), client.awaitCompletion(REF));
    simulation.run();
    assertThat(later.ended()).isBefore(FakeClock.START.plusSeconds(5));
  }

  @Test
  void waitAfterCancelledWaitsPollsAfterAMinute() {
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 1_000; i++) {
      Dialogue.of(client.awaitCompletion(REF), clock);
    }
    Dialogue<RestoreJob> last = Dialogue.of(client.awaitCompletion(REF), clock);
    assertThat(last.expectPause()).isEqualTo(ofMinutes(1));
    last.elapse().answer(200, "FINISHED").expectDone();
  }
}
