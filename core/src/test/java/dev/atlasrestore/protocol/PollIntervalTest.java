package dev.atlasrestore.protocol;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Chance;
import dev.atlasrestore.PollPolicy;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the time between polls: rule 27 of the contract. */
class PollIntervalTest {

  private static final PollPolicy POLICY = PollPolicy.defaults();

  @ParameterizedTest
  @CsvSource({
    "1, 4000",
    "2, 6000",
    "3, 9000",
    "4, 13500",
    "5, 20250",
    "6, 30375",
    "7, 45563",
    "8, 60000",
    "9, 60000",
    "100000, 60000",
    "2147483647, 60000"
  })
  void intervalGrowsByFiftyPercentUpToItsMaximumWithTwentyPercentJitter(int poll, long millis) {
    assertThat(PollInterval.after(poll, POLICY, Chance.always(0.5))).isEqualTo(ofMillis(millis));
    assertThat(PollInterval.after(poll, POLICY, Chance.always(0)).toMillis() / (double) millis)
        .isBetween(0.7999, 0.8001);
    assertThat(PollInterval.after(poll, POLICY, Chance.highest()).toMillis() / (double) millis)
        .isBetween(1.1999, 1.2001);
  }

  @Test
  void jitterCoversTheWholeRange() {
    Random random = new Random(3);
    DoubleSummaryStatistics draws =
        DoubleStream.generate(() -> PollInterval.after(1, POLICY, random).toMillis())
            .limit(10_000)
            .summaryStatistics();
    assertThat(draws.getMin()).isBetween(3200.0, 3230.0);
    assertThat(draws.getMax()).isBetween(4770.0, 4800.0);
    assertThat(draws.getAverage()).isBetween(3980.0, 4020.0);
  }

  @Test
  void constantIntervalDoesNotGrowAndASmallerMaximumShortensIt() {
    PollPolicy every = PollPolicy.every(Duration.ofSeconds(7));
    assertThat(PollInterval.after(50, every, Chance.always(0.5))).isEqualTo(Duration.ofSeconds(7));
    assertThat(
            PollInterval.after(1, every.withMaxInterval(Duration.ofSeconds(2)), Chance.always(0.5)))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void intervalIsNeverZero() {
    PollPolicy shortest = PollPolicy.every(Duration.ofNanos(1));
    assertThat(PollInterval.after(1, shortest, Chance.always(0))).isPositive();
  }
}
