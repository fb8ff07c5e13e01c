package dev.atlasrestore.internal.poll;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy.Rate;
import dev.atlasrestore.exchange.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Instant NOW = FakeClock.START;
  private static final Instant NEVER = NOW.plus(Duration.ofDays(1));

  private final Pace pace = new Pace(Optional.of(new Rate(100, ofMinutes(1))));

  private Duration turn(String group) {
    return pace.takeTurn(group, NOW, NEVER).orElseThrow();
  }

  @Test
  void row27_turnsAreSpreadEvenlyFromTheFirstOne() {
    for (int i = 0; i < 500; i++) {
      assertThat(turn("g")).isEqualTo(ofMillis(600).multipliedBy(i));
    }
  }

  @Test
  void row27_groupsDoNotWaitForEachOther() {
    turn("a");
    assertThat(turn("b")).isZero();
    assertThat(turn("a")).isEqualTo(ofMillis(600));
  }

  @Test
  void row27_whoComesWhenThePaceIsIdleNeedsNotWaitAndGathersNoCredit() {
    turn("g");
    Instant later = NOW.plusSeconds(100);
    assertThat(pace.takeTurn("g", later, NEVER)).contains(Duration.ZERO);
    assertThat(pace.takeTurn("g", later, NEVER)).contains(ofMillis(600));
  }

  @Test
  void row27_aTurnAtOrAfterTheDeadlineIsNotTaken() {
    turn("g");
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.takeTurn("g", NOW, NOW.plusMillis(600))).isEmpty();
    }
    assertThat(pace.takeTurn("g", NOW, NOW.plusMillis(601))).contains(ofMillis(600));
  }

  @Test
  void row27_aReadThatDoesNotWaitCounts() {
    pace.count("g", NOW);
    pace.count("g", NOW);
    assertThat(turn("g")).isEqualTo(ofMillis(1_200));
  }

  @Test
  void row27_anyNumberOfSuchReadsHoldsAWaitUpForNoLongerThanTheRatesPeriod() {
    for (int i = 0; i < 10_000; i++) {
      pace.count("g", NOW);
    }
    assertThat(turn("g")).isEqualTo(ofMinutes(1));
  }

  @Test
  void row27_aReadThatDoesNotWaitNeverGivesATurnAwayTwice() {
    for (int i = 0; i < 300; i++) {
      turn("g");
    }
    pace.count("g", NOW);
    assertThat(turn("g")).isGreaterThanOrEqualTo(ofMinutes(3));
  }

  @Test
  void row27_withoutARateNobodyWaitsAndNothingIsRemembered() {
    Pace free = new Pace(Optional.empty());
    for (int i = 0; i < 1_000; i++) {
      assertThat(free.takeTurn("g" + i, NOW, NEVER)).contains(Duration.ZERO);
      free.count("g" + i, NOW);
    }
    assertThat(free.groups()).isZero();
  }

  @Test
  void row27_groupsThatNobodyAsksAboutAreForgotten() {
    Instant now = NOW;
    for (int i = 0; i < 100_000; i++) {
      pace.takeTurn("group " + i, now, NEVER);
      now = now.plusMillis(100);
      assertThat(pace.groups()).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void row27_aGroupThatIsStillPacedIsNotForgotten() {
    turn("mine");
    turn("mine");
    for (int i = 0; i < 1_000; i++) {
      turn("group " + i);
    }
    assertThat(turn("mine")).isEqualTo(ofMillis(1_200));
  }
}
