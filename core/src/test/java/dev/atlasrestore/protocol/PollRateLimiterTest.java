package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollRate;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.FailureClass;
import dev.atlasrestore.protocol.PollRateLimiter.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests permits, their order and their spacing: rule 33 of the contract. */
class PollRateLimiterTest {

  private static final String GROUP = REF.groupId();
  private static final int BURST = 20;

  private final FakeClock clock = new FakeClock();

  /** One permit each second, and twenty at once. */
  private final PollRateLimiter limiter = limiter(new PollRate(60, ofMinutes(1)));

  private static PollRateLimiter limiter(PollRate rate) {
    return new PollRateLimiter(Optional.of(rate));
  }

  private Place join() {
    return limiter.join(GROUP, clock.now());
  }

  /** Returns the pause before the permit; zero if the permit was taken. */
  private Duration take(Place place) {
    return limiter.takePermit(place, clock.now()).orElse(ZERO);
  }

  private void takeBurst() {
    for (int i = 0; i < BURST; i++) {
      assertThat(take(join())).isZero();
    }
  }

  private List<Place> joinAndWait(int count) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Place place = join();
      assertThat(take(place)).isPositive();
      places.add(place);
    }
    return places;
  }

  private void fail(int status, Optional<Duration> retryAfter) {
    limiter.recordFailure(
        GROUP,
        new AttemptResult.Failure<Object>(
            FailureClass.RETRYABLE,
            OptionalInt.of(status),
            Optional.empty(),
            true,
            retryAfter,
            stats -> {
              throw new AssertionError("not thrown");
            },
            1),
        clock.now());
  }

  @Test
  void burstIsFreeAndTheFollowingPermitsAreSpacedEvenly() {
    takeBurst();
    for (int i = 1; i <= 60; i++) {
      assertThat(take(join())).isEqualTo(ofSeconds(i));
    }
    assertThat(take(join())).as("asks again in a minute").isEqualTo(ofMinutes(1));
  }

  @Test
  void bucketFillsUpAgainAndHoldsOneBurstAtMost() {
    takeBurst();
    clock.advance(ofSeconds(3));
    for (int i = 0; i < 3; i++) {
      assertThat(take(join())).isZero();
    }
    assertThat(take(join())).isEqualTo(ofSeconds(1));
    clock.advance(Duration.ofDays(1));
    takeBurst();
    assertThat(take(join())).isPositive();
  }

  @Test
  void groupsHaveSeparatePermits() {
    takeBurst();
    assertThat(limiter.takePermit(limiter.join("other", clock.now()), clock.now())).isEmpty();
    assertThat(take(join())).isPositive();
  }

  @Test
  void waitsGetPermitsInTheOrderInWhichTheyJoined() {
    takeBurst();
    List<Place> places = joinAndWait(3);
    clock.advance(ofSeconds(1));
    assertThat(take(places.get(2))).isEqualTo(ofSeconds(2));
    assertThat(take(join())).isEqualTo(ofSeconds(3));
    assertThat(take(places.get(1))).isEqualTo(ofSeconds(1));
    assertThat(take(places.get(0))).isZero();
  }

  @Test
  void latePlaceKeepsItsPermit() {
    takeBurst();
    Place late = joinAndWait(1).get(0);
    clock.advance(ofMillis(2_001));
    assertThat(take(join())).as("the permit behind the late one").isZero();
    assertThat(take(late)).isZero();
    assertThat(take(join())).isEqualTo(ofMillis(999));
  }

  @Test
  void placesThatAreAllLatePollAtTheRate() {
    takeBurst();
    List<Place> places = joinAndWait(100);
    clock.advance(ofMinutes(10)); // The machine was suspended.
    int atOnce = 0;
    for (Place place : places) {
      if (take(place).isZero()) {
        atOnce++;
      }
    }
    assertThat(atOnce).isEqualTo(BURST);
  }

  @Test
  void placeThatIsGivenBackMovesTheOthersUp() {
    takeBurst();
    List<Place> places = joinAndWait(90);
    for (Place place : places.subList(0, 89)) {
      limiter.leave(place);
    }
    assertThat(take(join())).as("behind the last of them").isEqualTo(ofSeconds(2));
    assertThat(take(places.get(89))).isEqualTo(ofSeconds(1));
  }

  @Test
  void placeThatIsGivenBackInTheMiddleIsNotCountedForLong() {
    takeBurst();
    List<Place> places = joinAndWait(50);
    for (int i = 0; i < 50; i += 2) {
      limiter.leave(places.get(i));
    }
    clock.advance(ofSeconds(15));
    for (int i = 1; i < 30; i += 2) {
      assertThat(take(places.get(i))).isZero();
    }
    assertThat(take(places.get(49))).as("nine places ahead").isEqualTo(ofSeconds(10));
  }

  @Test
  void leavingTwiceOrAfterThePermitHasNoEffect() {
    Place place = join();
    assertThat(take(place)).isZero();
    limiter.leave(place);
    limiter.leave(place);
    for (int i = 1; i < BURST; i++) {
      assertThat(take(join())).isZero();
    }
    assertThat(take(join())).isEqualTo(ofSeconds(1));
  }

  @Test
  void placeWithoutReportedEndIsRemovedWhenItIsAMinuteLate() {
    takeBurst();
    joinAndWait(30);
    clock.advance(ofMinutes(2));
    takeBurst();
  }

  @Test
  void recordedGetTakesAPermit() {
    for (int i = 0; i < BURST; i++) {
      limiter.record(GROUP, clock.now());
    }
    assertThat(take(join())).isEqualTo(ofSeconds(1));
  }

  @Test
  void recordedGetTakesItsTurnBehindWaits() {
    takeBurst();
    Place before = joinAndWait(1).get(0);
    limiter.record(GROUP, clock.now());
    assertThat(take(join())).isEqualTo(ofSeconds(3));
    clock.advance(ofSeconds(1));
    assertThat(take(before)).isZero();
  }

  @Test
  void recordedGetsDelayAPermitByAtMostThePeriodOfTheRate() {
    takeBurst();
    Place before = joinAndWait(1).get(0);
    for (int i = 0; i < 10_000; i++) {
      limiter.record(GROUP, clock.now());
    }
    Place behind = joinAndWait(1).get(0);
    clock.advance(ofSeconds(1));
    assertThat(take(before)).isZero();
    clock.advance(ofSeconds(60));
    assertThat(take(behind)).isEqualTo(ofSeconds(1));
    clock.advance(ofSeconds(1));
    assertThat(take(behind)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"429, 60, 60", "503, 60, 60", "429, , 15", "503, , 0", "500, 60, 0", "404, , 0"})
  void serviceStopsTheGroup(int status, Integer retryAfter, int stopped) {
    fail(status, Optional.ofNullable(retryAfter).map(Duration::ofSeconds));
    assertThat(take(join())).isEqualTo(ofSeconds(stopped));
  }

  @Test
  void noBurstFollowsAStop() {
    List<Place> places = new ArrayList<>();
    fail(429, Optional.of(ofSeconds(30)));
    for (int i = 0; i < 50; i++) {
      places.add(join());
    }
    clock.advance(ofSeconds(30));
    for (int i = 0; i < 30; i++) {
      assertThat(take(places.get(i))).isEqualTo(ofSeconds(i));
    }
  }

  @Test
  void shorterStopDoesNotEndALongerOne() {
    fail(429, Optional.of(ofSeconds(50)));
    fail(429, Optional.empty());
    assertThat(take(join())).isEqualTo(ofSeconds(50));
  }

  @Test
  void everyPermitIsFreeWithoutARate() {
    PollRateLimiter unlimited = new PollRateLimiter(Optional.empty());
    Instant now = clock.now();
    for (int i = 0; i < 1_000; i++) {
      Place place = unlimited.join("g" + i, now);
      assertThat(unlimited.takePermit(place, now)).isEmpty();
      unlimited.leave(place);
      unlimited.record("g" + i, now);
    }
    assertThat(unlimited.groups()).isZero();
  }

  @Test
  void idleGroupsAreForgotten() {
    for (int i = 0; i < 100_000; i++) {
      limiter.takePermit(limiter.join("group " + i, clock.now()), clock.now());
      clock.advance(ofMillis(100));
      assertThat(limiter.groups()).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void groupWithPlacesOrAnEmptyBucketIsNotForgotten() {
    takeBurst();
    Place place = joinAndWait(1).get(0);
    for (int i = 0; i < 1_000; i++) {
      limiter.takePermit(limiter.join("group " + i, clock.now()), clock.now());
    }
    assertThat(take(place)).isEqualTo(ofSeconds(1));
  }
}
