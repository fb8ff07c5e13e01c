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

/** Tests that the waits of one client share a rate limit: rules 27.batch and 33 of the contract. */
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

  /**
   * Makes a get, which finds out that the service sends no challenge. So no wait pauses for one.
   */
  private RestoreJobCalls clientWithoutChallenge(AtlasConfig config) {
    RestoreJobCalls client = Client.of(config);
    Dialogue.of(client.get(REF), clock).answer(200, "FINISHED").expectDone();
    clock.advance(ofSeconds(1));
    return client;
  }

  private static List<Duration> gaps(List<Instant> times) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add(Duration.between(times.get(i - 1), times.get(i)));
    }
    return gaps;
  }

  @Test
  void pollsOfManyWaitsAreSpacedEvenlyAfterTheBurst() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = clientWithoutChallenge(config());
    for (int i = 0; i < 300; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(simulation.sends()).hasSize(300);
    List<Duration> gaps = gaps(simulation.sends());
    assertThat(gaps.subList(0, 19)).containsOnly(Duration.ZERO);
    assertThat(gaps.subList(19, 299)).containsOnly(ofSeconds(1));
  }

  @Test
  void twentyWaitsThatBeginTogetherPollAtOnce() {
    RestoreJobCalls client = clientWithoutChallenge(config());
    for (int i = 0; i < 20; i++) {
      Dialogue.of(client.awaitCompletion(REF), clock).expectSend();
    }
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofSeconds(1));
  }

  @Test
  void rateHoldsUntilTheLastWaitEnds() {
    Simulation simulation = server(ofHours(1));
    RestoreJobCalls client = clientWithoutChallenge(config());
    for (int i = 0; i < 300; i++) {
      simulation.startIn(ofMillis(i * 7L), client.awaitCompletion(REF));
    }
    simulation.run();
    List<Duration> gaps = gaps(simulation.sends());
    assertThat(gaps.stream().filter(gap -> gap.compareTo(ofSeconds(1)) < 0))
        .as("the burst at the beginning, and the permits that the bucket gained meanwhile")
        .hasSizeBetween(19, 25);
    assertThat(clock.elapsed()).as("time until the last wait ended").isLessThan(ofMinutes(70));
    assertThat(simulation.sends()).hasSizeGreaterThan(3_550);
  }

  @Test
  void configuredRateIsKept() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = clientWithoutChallenge(config().withPollRate(10, ofSeconds(1)));
    for (int i = 0; i < 30; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    List<Duration> gaps = gaps(simulation.sends());
    assertThat(gaps.subList(0, 9)).containsOnly(Duration.ZERO);
    assertThat(gaps.subList(9, 29)).containsOnly(ofMillis(100));
  }

  @Test
  void allWaitsPollAtOnceWithoutARate() {
    Simulation simulation = server(Duration.ZERO);
    RestoreJobCalls client = clientWithoutChallenge(config().withoutPollRate());
    for (int i = 0; i < 300; i++) {
      simulation.startIn(Duration.ZERO, client.awaitCompletion(REF));
    }
    simulation.run();
    assertThat(gaps(simulation.sends())).containsOnly(Duration.ZERO);
  }

  @Test
  void groupsAndClientsHaveSeparateRates() {
    AtlasConfig one = config().withPollRate(1, ofMinutes(1));
    RestoreJobCalls client = Client.of(one);
    Dialogue.of(client.awaitCompletion(REF), clock).answer(200, "FINISHED").expectDone();
    Dialogue.of(client.awaitCompletion(OTHER), clock).expectSend();
    Dialogue.of(Client.of(one).awaitCompletion(REF), clock).expectSend();
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofMinutes(1));
  }

  @Test
  void getNeedsNoPermitButCounts() {
    RestoreJobCalls client = Client.of(config());
    for (int i = 0; i < 25; i++) {
      Dialogue.of(client.get(REF), clock).answer(200, "FINISHED").expectDone();
    }
    assertThat(Dialogue.of(client.awaitCompletion(REF), clock).expectPause())
        .isEqualTo(ofSeconds(6));
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
          .isBefore(FakeClock.START.plusSeconds(20L * i + 61).plusSeconds(i));
    }
  }

  @Test
  void waitWithoutAPermitPausesUntilItsDeadline() {
    AtlasConfig config =
        config()
            .withPollRate(1, ofHours(1))
            .withPoll(PollPolicy.defaults().withDeadline(ofSeconds(30)));
    RestoreJobCalls client = Client.of(config);
    Dialogue.of(client.awaitCompletion(REF), clock).answer(200, "FINISHED").expectDone();
    Dialogue<RestoreJob> second = Dialogue.of(client.awaitCompletion(REF), clock);
    assertThat(second.expectPause()).isEqualTo(ofSeconds(30));
    assertThat(second.elapse().expectFailed(DeadlineExceededException.class))
        .hasMessageContaining("waiting for a permit")
        .extracting(DeadlineExceededException::attempts)
        .isEqualTo(0);
    clock.advance(ofHours(1));
    Dialogue.of(client.awaitCompletion(REF), clock).expectSend();
  }

  @Test
  void waitChecksItsPermitOnceAMinute() {
    RestoreJobCalls client = Client.of(config().withPollRate(1, ofHours(1)));
    Dialogue.of(client.awaitCompletion(REF), clock).answer(200, "FINISHED").expectDone();
    Dialogue<RestoreJob> ahead = Dialogue.of(client.awaitCompletion(REF), clock);
    Dialogue<RestoreJob> behind = Dialogue.of(client.awaitCompletion(REF), clock);
    ahead.cancel();
    for (int minute = 0; minute < 60; minute++) {
      assertThat(behind.expectPause()).isEqualTo(ofMinutes(1));
      behind.elapse();
    }
    behind.answer(200, "FINISHED").expectDone();
  }
}
