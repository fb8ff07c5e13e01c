package dev.atlasrestore;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Timeouts}, {@link RetryPolicy} and {@link PollPolicy}: defaults, copies and bounds. */
class PoliciesTest {

  private static final Timeouts TIMEOUTS = Timeouts.defaults();
  private static final RetryPolicy RETRY = RetryPolicy.defaults();
  private static final PollPolicy POLL = PollPolicy.defaults();

  @Test
  void defaultTimeoutsAreFiveSecondsThirtySecondsAndTwoMinutes() {
    assertThat(TIMEOUTS.connect()).isEqualTo(ofSeconds(5));
    assertThat(TIMEOUTS.response()).isEqualTo(ofSeconds(30));
    assertThat(TIMEOUTS.call()).isEqualTo(ofMinutes(2));
  }

  @Test
  void defaultRetriesAreThreeAttemptsFromHalfASecondToTwentyWithABudget() {
    assertThat(RETRY.maxAttempts()).isEqualTo(3);
    assertThat(RETRY.baseDelay()).isEqualTo(ofMillis(500));
    assertThat(RETRY.maxDelay()).isEqualTo(ofSeconds(20));
    assertThat(RETRY.budget()).isTrue();
    assertThat(RetryPolicy.none().maxAttempts()).isEqualTo(1);
  }

  @Test
  void defaultPollsAreFourSecondsToAMinuteForADay() {
    assertThat(POLL.interval()).isEqualTo(ofSeconds(4));
    assertThat(POLL.maxInterval()).isEqualTo(ofSeconds(60));
    assertThat(POLL.deadline()).isEqualTo(ofHours(24));
  }

  @Test
  void everySetsAConstantIntervalUntilTheMaximumIsRaised() {
    assertThat(PollPolicy.every(ofSeconds(7)).interval()).isEqualTo(ofSeconds(7));
    assertThat(PollPolicy.every(ofSeconds(7)).maxInterval()).isEqualTo(ofSeconds(7));
    assertThat(PollPolicy.every(ofSeconds(7)).deadline()).isEqualTo(POLL.deadline());
    assertThat(PollPolicy.every(ofSeconds(7)).withMaxInterval(ofSeconds(9)).maxInterval())
        .isEqualTo(ofSeconds(9));
  }

  @Test
  void firstIntervalCanBeSetWithoutTheMaximum() {
    PollPolicy policy = POLL.withInterval(ofSeconds(7));
    assertThat(policy.interval()).isEqualTo(ofSeconds(7));
    assertThat(policy.withInterval(POLL.interval())).isEqualTo(POLL);
  }

  @Test
  void messageNamesTheDurationAndItsBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TIMEOUTS.withCall(Duration.ZERO))
        .withMessage("call must be longer than zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLL.withDeadline(ofDays(36_501)))
        .withMessage("deadline must be at most 36500 days");
  }

  /** Copies that differ from the defaults in one setting each. */
  static Stream<List<Object>> families() {
    return Stream.of(
        List.of(
            TIMEOUTS,
            TIMEOUTS.withConnect(ofSeconds(1)),
            TIMEOUTS.withResponse(ofSeconds(1)),
            TIMEOUTS.withCall(ofSeconds(1))),
        List.of(
            RETRY,
            RETRY.withMaxAttempts(9),
            RETRY.withBaseDelay(ofSeconds(9)),
            RETRY.withMaxDelay(ofSeconds(9)),
            RETRY.withBudget(false)),
        List.of(
            POLL,
            POLL.withInterval(ofSeconds(9)),
            POLL.withMaxInterval(ofSeconds(9)),
            POLL.withDeadline(ofSeconds(9))));
  }

  @ParameterizedTest
  @MethodSource("families")
  void everySettingCountsInEqualityAndIsShown(List<Object> family) {
    assertThat(family).doesNotHaveDuplicates();
    assertThat(family.stream().map(Object::toString)).doesNotHaveDuplicates();
    assertThat(family.stream().map(Object::hashCode)).doesNotHaveDuplicates();
    assertThat(family.get(0)).isNotEqualTo(null).isNotEqualTo("x");
  }

  @Test
  void copiesWithTheSameSettingsAreEqualAndKeepTheOthers() {
    assertThat(TIMEOUTS.withConnect(ofSeconds(1)).withResponse(ofSeconds(2)).withCall(ofSeconds(3)))
        .isEqualTo(
            TIMEOUTS.withCall(ofSeconds(3)).withResponse(ofSeconds(2)).withConnect(ofSeconds(1)))
        .hasSameHashCodeAs(
            TIMEOUTS.withCall(ofSeconds(3)).withResponse(ofSeconds(2)).withConnect(ofSeconds(1)));
    assertThat(
            RETRY
                .withMaxAttempts(5)
                .withBaseDelay(ofSeconds(1))
                .withMaxDelay(ofSeconds(2))
                .withBudget(false))
        .isEqualTo(
            RETRY
                .withBudget(false)
                .withMaxDelay(ofSeconds(2))
                .withBaseDelay(ofSeconds(1))
                .withMaxAttempts(5));
    assertThat(POLL.withDeadline(ofSeconds(1)).withMaxInterval(ofSeconds(5)))
        .isEqualTo(POLL.withMaxInterval(ofSeconds(5)).withDeadline(ofSeconds(1)));
  }

  static Stream<Function<Duration, Object>> positiveDurations() {
    return Stream.of(
        TIMEOUTS::withConnect,
        TIMEOUTS::withResponse,
        TIMEOUTS::withCall,
        PollPolicy::every,
        POLL::withInterval,
        POLL::withMaxInterval,
        POLL::withDeadline,
        per -> new PollRate(1, per));
  }

  @ParameterizedTest
  @MethodSource("positiveDurations")
  void durationIsLongerThanZeroAndAtMostACentury(Function<Duration, Object> with) {
    assertThat(with.apply(ofNanos(1))).isNotNull();
    assertThat(with.apply(ofDays(36_500))).isNotNull();
    for (Duration rejected :
        List.of(
            Duration.ZERO, ofNanos(-1), ofDays(36_500).plusNanos(1), ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException().isThrownBy(() -> with.apply(rejected));
    }
    assertThatNullPointerException().isThrownBy(() -> with.apply(null));
  }

  @Test
  void delayIsZeroOrAtLeastAMillisecond() {
    assertThat(RETRY.withBaseDelay(Duration.ZERO).baseDelay()).isZero();
    assertThat(RETRY.withMaxDelay(Duration.ZERO).maxDelay()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> RETRY.withBaseDelay(ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> RETRY.withMaxDelay(ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> RETRY.withMaxDelay(ofDays(36_501)));
    assertThat(RETRY.withBaseDelay(ofMillis(1)).baseDelay()).isEqualTo(ofMillis(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RETRY.withBaseDelay(ofNanos(999_999)))
        .withMessage("baseDelay must be zero or at least 1 ms");
    assertThatIllegalArgumentException().isThrownBy(() -> RETRY.withMaxDelay(ofNanos(999_999)));
  }

  @Test
  void countIsAtLeastOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> RETRY.withMaxAttempts(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PollRate(0, ofMinutes(1)));
  }

  @Test
  void burstIsThePollsOfOnePeriodAndAtMostTwenty() {
    assertThat(new PollRate(1, ofMinutes(1)).burst()).isEqualTo(1);
    assertThat(new PollRate(20, ofMinutes(1)).burst()).isEqualTo(20);
    assertThat(new PollRate(60, ofMinutes(1)).burst()).isEqualTo(20);
  }
}
