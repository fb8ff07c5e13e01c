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

/** Tests permits and their spacing: rule 27 of the contract. */
class PollRateLimiterTest {

  private static final Instant NOW = FakeClock.START;
  private static final Instant NEVER = NOW.plus(Duration.ofDays(1));

  private final PollRateLimiter limiter =
      new PollRateLimiter(Optional.of(new Rate(100, ofMinutes(1))));

  private Duration reserve(String group) {
    return reserve(group, NOW);
  }

  /** Reserves a permit and returns the time until it. */
  private Duration reserve(String group, Instant now) {
    return Duration.between(now, limiter.reserve(group, now, NEVER).orElseThrow());
  }

  @Test
  void permitsAreSpacedEvenlyFromTheFirstOn() {
    for (int i = 0; i < 500; i++) {
      assertThat(reserve("g")).isEqualTo(ofMillis(600).multipliedBy(i));
    }
  }

  @Test
  void groupsHaveSeparatePermits() {
    reserve("a");
    assertThat(reserve("b")).isZero();
    assertThat(reserve("a")).isEqualTo(ofMillis(600));
  }

  @Test
  void idleGroupHasOnePermitAndSavesNoOthers() {
    reserve("g");
    Instant later = NOW.plusSeconds(100);
    assertThat(reserve("g", later)).isZero();
    assertThat(reserve("g", later)).isEqualTo(ofMillis(600));
  }

  @Test
  void permitAtOrAfterTheDeadlineIsNotReserved() {
    reserve("g");
    for (int i = 0; i < 1_000; i++) {
      assertThat(limiter.reserve("g", NOW, NOW.plusMillis(600))).isEmpty();
    }
    assertThat(limiter.reserve("g", NOW, NOW.plusMillis(601))).contains(NOW.plusMillis(600));
  }

  @Test
  void recordedGetDelaysTheNextPermit() {
    limiter.record("g", NOW);
    limiter.record("g", NOW);
    assertThat(reserve("g")).isEqualTo(ofMillis(1_200));
    assertThat(reserve("g")).as("one spacing after the previous permit").isEqualTo(ofMillis(1_800));
  }

  @Test
  void recordedGetsDelayAPermitByAtMostThePeriodOfTheRate() {
    for (int i = 0; i < 10_000; i++) {
      limiter.record("g", NOW);
    }
    assertThat(reserve("g")).isEqualTo(ofMinutes(1));
  }

  @Test
  void recordedGetDoesNotFreeAReservedPermit() {
    for (int i = 0; i < 300; i++) {
      reserve("g");
    }
    limiter.record("g", NOW);
    assertThat(reserve("g")).isGreaterThanOrEqualTo(ofMinutes(3));
  }

  @Test
  void everyPermitIsFreeWithoutARate() {
    PollRateLimiter unlimited = new PollRateLimiter(Optional.empty());
    for (int i = 0; i < 1_000; i++) {
      assertThat(unlimited.reserve("g" + i, NOW, NEVER)).contains(NOW);
      assertThat(unlimited.revalidate(NEVER, "g" + i, NOW, NEVER)).contains(NOW);
      unlimited.record("g" + i, NOW);
    }
    assertThat(unlimited.groups()).isZero();
  }

  @Test
  void idleGroupsAreForgotten() {
    Instant now = NOW;
    for (int i = 0; i < 100_000; i++) {
      limiter.reserve("group " + i, now, NEVER);
      now = now.plusMillis(100);
      assertThat(limiter.groups()).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void groupWithReservedPermitsIsNotForgotten() {
    reserve("mine");
    reserve("mine");
    for (int i = 0; i < 1_000; i++) {
      reserve("group " + i);
    }
    assertThat(reserve("mine")).isEqualTo(ofMillis(1_200));
  }

  @Test
  void permitIsUsedAtItsTimeOrALittleLater() {
    reserve("g");
    Instant permit = NOW.plus(reserve("g"));
    reserve("g");
    assertThat(limiter.revalidate(permit, "g", permit.minusMillis(1), NEVER)).contains(permit);
    assertThat(limiter.revalidate(permit, "g", permit, NEVER)).contains(permit);
    Instant third = permit.plusMillis(600);
    assertThat(limiter.revalidate(third, "g", third.plusMillis(900), NEVER))
        .contains(third.plusMillis(900));
  }

  @Test
  void permitsOfCancelledWaitsAreSkipped() {
    for (int i = 0; i < 1_000; i++) {
      reserve("g"); // ten minutes of permits that no wait uses
    }
    Instant mine = limiter.reserve("g", NOW.plusMillis(100), NEVER).orElseThrow();
    assertThat(mine).isEqualTo(NOW.plus(ofMinutes(10)));
    Instant check = NOW.plus(PollRateLimiter.nextCheck(mine, NOW));
    assertThat(check).isEqualTo(NOW.plus(ofMinutes(1)));
    assertThat(limiter.revalidate(mine, "g", check, NEVER))
        .as("no wait used its permit")
        .contains(check);
    assertThat(reserve("g", check)).as("the spacing is kept").isPositive();
    assertThat(reserve("g", check.plusSeconds(2))).isZero();
  }

  @Test
  void recordedGetsDoNotHideThatWaitsWereCancelled() {
    for (int i = 0; i < 1_000; i++) {
      reserve("g"); // ten minutes of permits that no wait uses
    }
    for (int second = 1; second <= 5; second++) {
      limiter.record("g", NOW.plusSeconds(second));
    }
    assertThat(reserve("g", NOW.plusSeconds(5)))
        .as("one spacing after the get")
        .isEqualTo(ofMillis(600));
  }

  @Test
  void revalidateNeverReplacesAPermitByALaterOne() {
    for (int i = 0; i < 100; i++) {
      reserve("g"); // one minute of permits that no wait uses
    }
    Instant mine = NOW.plus(reserve("g"));
    Instant check = mine.minusSeconds(1);
    for (int i = 0; i < 1_000; i++) {
      limiter.record("g", check);
    }
    assertThat(limiter.revalidate(mine, "g", check, NEVER)).contains(mine);
    assertThat(limiter.revalidate(mine, "g", mine, NEVER)).contains(mine);
  }

  @Test
  void permitsStayInOrderWhileTheyAreUsed() {
    for (int i = 0; i < 200; i++) {
      reserve("g");
    }
    Instant last = NOW.plus(reserve("g"));
    for (int i = 1; i < 100; i++) {
      Instant permit = NOW.plusMillis(600L * i);
      assertThat(limiter.revalidate(permit, "g", permit, NEVER)).contains(permit);
      assertThat(limiter.revalidate(last, "g", permit.plusMillis(599), NEVER)).contains(last);
      assertThat(reserve("g", permit.plusMillis(599))).isGreaterThan(ofMinutes(1));
    }
  }

  @Test
  void lapsedPermitsAreReplacedBySpacedPermits() {
    for (int i = 0; i < 100; i++) {
      reserve("g");
    }
    Instant awake = NOW.plus(Duration.ofHours(8)); // The machine was suspended.
    for (int i = 0; i < 100; i++) {
      Instant missed = NOW.plusMillis(600L * i);
      assertThat(limiter.revalidate(missed, "g", awake, NEVER))
          .contains(awake.plusMillis(600L * i));
    }
  }

  @Test
  void lapsedPermitIsNotReplacedAtOrAfterTheDeadline() {
    Instant deadline = NOW.plusSeconds(30);
    limiter.reserve("g", NOW, deadline);
    Instant missed = limiter.reserve("g", NOW, deadline).orElseThrow();
    Instant late = deadline.minusSeconds(2);
    for (int i = 0; i < 4; i++) {
      assertThat(limiter.revalidate(missed, "g", late, deadline))
          .contains(late.plusMillis(600L * i));
    }
    assertThat(limiter.revalidate(missed, "g", late, deadline)).isEmpty();
  }
}
