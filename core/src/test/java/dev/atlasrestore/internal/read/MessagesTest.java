package dev.atlasrestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.25S, 250 ms",
    "PT0.9996S, 999 ms",
    "PT5.146741571S, 5.1 s",
    "PT40S, 40 s",
    "PT59.96S, 1 min",
    "PT1M2S, 1 min 2 s",
    "PT59M59.9S, 1 h",
    "PT1H2M3.004S, 1 h 2 min",
    "PT24H, 24 h",
    "PT36500H, 36500 h",
    "PT2M, 2 min"
  })
  void durationIsReadable(Duration duration, String text) {
    assertThat(Messages.describe(duration)).isEqualTo(text);
  }

  @Test
  void everyKindOfFailureHasItsOwnDescription() {
    assertThat(
            Stream.of(TransportFailure.Kind.values())
                .map(TransportFailure::unknown)
                .map(Messages::describe))
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }

  @Test
  void responseThatIsTooLargeNamesTheLimitThatItExceeds() {
    assertThat(Messages.describe(TransportFailure.unknown(Kind.TOO_LARGE)))
        .contains("body", "AtlasConfig.withMaxBodyBytes");
    assertThat(Messages.describe(TransportFailure.unknown(Kind.HEAD_TOO_LARGE)))
        .contains("header section", "64 KiB", "a proxy adds header fields")
        .doesNotContain("withMaxBodyBytes");
  }

  @ParameterizedTest
  @CsvSource({
    "407, the proxy's credentials",
    "403, ask the operator of the proxy to allow this host",
    "405, check the proxy of the HTTP client",
    "502, whether the proxy can reach this host"
  })
  void refusalByAProxyNamesTheProxyItsStatusAndWhatToDo(int status, String advice) {
    TransportFailure failure = TransportFailure.refusedByProxy(status, new IOException("x"));
    assertThat(Messages.describe(failure))
        .startsWith("the proxy refused the tunnel to the server with status " + status + "; ")
        .contains(advice);
  }
}
