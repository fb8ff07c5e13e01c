package dev.atlasrestore.internal.read;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Chance;
import dev.atlasrestore.RetryPolicy;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the back-off: rule 19 of the contract. */
class BackoffTest {

  private static final RetryPolicy POLICY = RetryPolicy.defaults();

  @ParameterizedTest
  @CsvSource({
    "1, 500",
    "2, 1000",
    "3, 2000",
    "4, 4000",
    "5, 8000",
    "6, 16000",
    "7, 20000",
    "8, 20000",
    "63, 20000",
    "64, 20000",
    "65, 20000",
    "1000000, 20000",
    "2147483647, 20000"
  })
  void boundDoublesUpToTheCapAndNeverOverflows(int attempt, long bound) {
    assertThat(Backoff.after(attempt, POLICY, Chance.highest())).isEqualTo(ofMillis(bound));
    assertThat(Backoff.after(attempt, POLICY, Chance.always(0))).isZero();
    assertThat(Backoff.after(attempt, POLICY, Chance.always(0.5))).isEqualTo(ofMillis(bound / 2));
  }

  @Test
  void jitterCoversTheWholeRange() {
    Random random = new Random(7);
    DoubleSummaryStatistics draws =
        DoubleStream.generate(() -> Backoff.after(2, POLICY, random).toMillis())
            .limit(10_000)
            .summaryStatistics();
    assertThat(draws.getMin()).isBetween(0.0, 20.0);
    assertThat(draws.getMax()).isBetween(980.0, 1000.0);
    assertThat(draws.getAverage()).isBetween(485.0, 515.0);
  }

  @Test
  void sameGeneratorGivesTheSameDelays() {
    Random one = new Random(42);
    Random other = new Random(42);
    for (int attempt = 1; attempt < 50; attempt++) {
      assertThat(Backoff.after(attempt, POLICY, one))
          .isEqualTo(Backoff.after(attempt, POLICY, other));
    }
  }

  @Test
  void capBelowTheBaseDelayLimitsTheFirstDelay() {
    RetryPolicy policy = POLICY.withBaseDelay(ofSeconds(9)).withMaxDelay(ofSeconds(2));
    assertThat(Backoff.after(1, policy, Chance.highest())).isEqualTo(ofSeconds(2));
  }

  @Test
  void baseDelayMayBeZeroOrACentury() {
    RetryPolicy none = POLICY.withBaseDelay(Duration.ZERO);
    assertThat(Backoff.after(40, none, Chance.highest())).isZero();
    Duration century = Duration.ofDays(36_500);
    RetryPolicy longest = POLICY.withBaseDelay(century).withMaxDelay(century);
    assertThat(Backoff.after(64, longest, Chance.highest())).isEqualTo(century);
  }
}
