package dev.atlasrestore.protocol;

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
    return turn(group, NOW);
  }

  private Duration turn(String group, Instant now) {
    return Duration.between(now, pace.takeTurn(group, now, NEVER).orElseThrow());
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
    assertThat(turn("g", later)).isZero();
    assertThat(turn("g", later)).isEqualTo(ofMillis(600));
  }

  @Test
  void row27_aTurnAtOrAfterTheDeadlineIsNotTaken() {
    turn("g");
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.takeTurn("g", NOW, NOW.plusMillis(600))).isEmpty();
    }
    assertThat(pace.takeTurn("g", NOW, NOW.plusMillis(601))).contains(NOW.plusMillis(600));
  }

  @Test
  void row27_aReadThatDoesNotWaitCounts() {
    pace.count("g", NOW);
    pace.count("g", NOW);
    assertThat(turn("g")).isEqualTo(ofMillis(1_200));
    assertThat(turn("g")).as("behind the wait before").isEqualTo(ofMillis(1_800));
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
      assertThat(free.takeTurn("g" + i, NOW, NEVER)).contains(NOW);
      assertThat(free.comeFor(NEVER, "g" + i, NOW, NEVER)).contains(NOW);
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

  @Test
  void row27_aTurnIsUsedWhenItsTimeHasComeALittleLateToo() {
    turn("g");
    Instant turn = NOW.plus(turn("g"));
    turn("g");
    assertThat(pace.comeFor(turn, "g", turn.minusMillis(1), NEVER)).contains(turn);
    assertThat(pace.comeFor(turn, "g", turn, NEVER)).contains(turn);
    Instant third = turn.plusMillis(600);
    assertThat(pace.comeFor(third, "g", third.plusMillis(900), NEVER))
        .contains(third.plusMillis(900));
  }

  @Test
  void row27_turnsWhoseTakersHaveVanishedHoldNobodyUp() {
    for (int i = 0; i < 1_000; i++) {
      turn("g"); // ten minutes' worth, and nobody comes
    }
    Instant mine = pace.takeTurn("g", NOW.plusMillis(100), NEVER).orElseThrow();
    assertThat(mine).isEqualTo(NOW.plus(ofMinutes(10)));
    Instant look = NOW.plus(Pace.lookIn(mine, NOW));
    assertThat(look).isEqualTo(NOW.plus(ofMinutes(1)));
    assertThat(pace.comeFor(mine, "g", look, NEVER)).as("nobody came").contains(look);
    assertThat(turn("g", look)).as("the pace is kept").isPositive();
    assertThat(turn("g", look.plusSeconds(2))).isZero();
  }

  @Test
  void row27_readsThatDoNotWaitDoNotHideThatTakersHaveVanished() {
    for (int i = 0; i < 1_000; i++) {
      turn("g"); // ten minutes' worth, and nobody comes
    }
    for (int second = 1; second <= 5; second++) {
      pace.count("g", NOW.plusSeconds(second));
    }
    assertThat(turn("g", NOW.plusSeconds(5))).as("behind the read before").isEqualTo(ofMillis(600));
  }

  @Test
  void row27_whoLooksInGivesNoTurnAwayForALaterOne() {
    for (int i = 0; i < 100; i++) {
      turn("g"); // a minute's worth, and nobody comes
    }
    Instant mine = NOW.plus(turn("g"));
    Instant look = mine.minusSeconds(1);
    for (int i = 0; i < 1_000; i++) {
      pace.count("g", look);
    }
    assertThat(pace.comeFor(mine, "g", look, NEVER)).contains(mine);
    assertThat(pace.comeFor(mine, "g", mine, NEVER)).contains(mine);
  }

  @Test
  void row27_whileTurnsAreUsedNobodyGoesBeforeItsOwn() {
    for (int i = 0; i < 200; i++) {
      turn("g");
    }
    Instant last = NOW.plus(turn("g"));
    for (int i = 1; i < 100; i++) {
      Instant turn = NOW.plusMillis(600L * i);
      assertThat(pace.comeFor(turn, "g", turn, NEVER)).contains(turn);
      assertThat(pace.comeFor(last, "g", turn.plusMillis(599), NEVER)).contains(last);
      assertThat(turn("g", turn.plusMillis(599))).isGreaterThan(ofMinutes(1));
    }
  }

  @Test
  void row27_turnsThatHaveLapsedAreTakenAnewAndNotAllUsedAtOnce() {
    for (int i = 0; i < 100; i++) {
      turn("g");
    }
    Instant awake = NOW.plus(Duration.ofHours(8)); // the machine was suspended
    for (int i = 0; i < 100; i++) {
      Instant missed = NOW.plusMillis(600L * i);
      assertThat(pace.comeFor(missed, "g", awake, NEVER)).contains(awake.plusMillis(600L * i));
    }
  }

  @Test
  void row27_aTurnThatHasLapsedTooNearTheDeadlineIsNotTakenAnew() {
    Instant deadline = NOW.plusSeconds(30);
    pace.takeTurn("g", NOW, deadline);
    Instant missed = pace.takeTurn("g", NOW, deadline).orElseThrow();
    Instant late = deadline.minusSeconds(2);
    for (int i = 0; i < 4; i++) {
      assertThat(pace.comeFor(missed, "g", late, deadline)).contains(late.plusMillis(600L * i));
    }
    assertThat(pace.comeFor(missed, "g", late, deadline)).isEmpty();
  }
}
