package dev.atlasrestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 0.25s",
    "PT40S, 40s",
    "PT1M2S, 1m 2s",
    "PT1H2M3.004S, 1h 2m 3.004s",
    "PT24H, 24h",
    "PT2M, 2m"
  })
  void durationIsReadable(Duration duration, String text) {
    assertThat(Messages.describe(duration)).isEqualTo(text);
  }

  @Test
  void everyKindOfFailureHasItsOwnDescription() {
    assertThat(Stream.of(TransportFailure.Kind.values()).map(Messages::describe))
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }
}
