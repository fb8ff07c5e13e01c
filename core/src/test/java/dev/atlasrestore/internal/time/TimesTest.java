package dev.atlasrestore.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  private static final Instant NOW = FakeClock.START;

  @ParameterizedTest
  @CsvSource({
    // pause, least, remaining, result
    "PT1S, PT0S, PT10S, PT1S",
    "PT9.999S, PT0S, PT10S, PT9.999S",
    "PT10S, PT0S, PT10S, PT5S",
    "PT60S, PT0S, PT10S, PT5S",
    "PT60S, PT0S, PT1S, PT0.5S",
    "PT60S, PT0S, PT0.999S, ",
    "PT0.2S, PT0S, PT0.5S, PT0.2S",
    "PT0S, PT0S, PT0.001S, PT0S",
    "PT0S, PT0S, PT0S, ",
    "PT0S, PT0S, PT-1S, ",
    "PT5S, PT0S, PT-1S, ",
    // The result is never shorter than the second value.
    "PT7.5S, PT7S, PT60S, PT7.5S",
    "PT8S, PT7S, PT8S, PT7.5S",
    "PT8S, PT7S, PT7.9S, ",
    "PT7S, PT7S, PT7S, ",
    "PT1000H, PT1000H, PT10S, ",
    "PT876000H, PT876000H, PT-1S, "
  })
  void pauseThatReachesTheDeadlineIsCutOrDoesNotFit(
      Duration pause, Duration least, Duration remaining, Duration fits) {
    assertThat(Times.fitPause(pause, least, NOW, NOW.plus(remaining)).orElse(null)).isEqualTo(fits);
  }
}
