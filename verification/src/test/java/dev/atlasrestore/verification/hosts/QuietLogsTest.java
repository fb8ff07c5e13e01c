package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stacks of the library's own native clients log no warning and no error about a fault. The
 * call reports the fault itself, or repeats the attempt.
 */
@Timeout(60)
class QuietLogsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final String JSON = "{}";

  private static final Map<String, Reply> FAULTS =
      Map.ofEntries(
          Map.entry("status 503", Reply.status(503)),
          Map.entry("closed without a response", Reply.drop()),
          Map.entry("reset", Hostile.reset()),
          Map.entry("closed in the header section", Hostile.closeInHead()),
          Map.entry("closed in the body", Hostile.truncated()),
          Map.entry("no response", Hostile.stall()),
          Map.entry("no rest of the body", Hostile.stallInBody()),
          Map.entry("not HTTP", Hostile.garbage()),
          Map.entry("a bad chunk", Hostile.badChunk()),
          Map.entry("no last chunk", Hostile.missingLastChunk()),
          Map.entry("a huge header section", Hostile.hugeHeaders(200_000)),
          Map.entry("an endless body", Hostile.endlessBody()),
          Map.entry("two lengths", Hostile.conflictingLengths(JSON)),
          Map.entry("bytes behind the response", Hostile.extraBytes(Reply.json(JSON), "x")));

  static Stream<Arguments> faultsOnEachTransport() {
    return Stream.of(Transport.values())
        .flatMap(
            transport -> FAULTS.keySet().stream().map(fault -> Arguments.of(transport, fault)));
  }

  @ParameterizedTest
  @MethodSource("faultsOnEachTransport")
  void faultIsNotLogged(Transport transport, String fault) {
    try (CapturedLogs logs = new CapturedLogs();
        FakeAtlas atlas = FakeAtlas.start()) {
      atlas.put(REF, RestoreJobFixtures.finished());
      try (OpenPort jobs = transport.open(impatient(atlas.config()))) {
        jobs.get(REF);
        atlas.script(REF, FAULTS.get(fault), FAULTS.get(fault), FAULTS.get(fault));
        getOrFail(jobs);
      }
      assertThat(warnings(logs)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void refusedConnectionIsNotLogged(Transport transport) {
    AtlasConfig config;
    try (FakeAtlas atlas = FakeAtlas.start()) {
      config = impatient(atlas.config());
    }
    try (CapturedLogs logs = new CapturedLogs()) {
      try (OpenPort jobs = transport.open(config)) {
        getOrFail(jobs);
      }
      assertThat(warnings(logs)).isEmpty();
    }
  }

  static Stream<Transport> transports() {
    return Stream.of(Transport.values());
  }

  private static AtlasConfig impatient(AtlasConfig config) {
    Duration delay = Duration.ofMillis(1);
    return config
        .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(500)))
        .withRetry(
            RetryPolicy.defaults().withBaseDelay(delay).withMaxDelay(delay).withBudget(false));
  }

  private static void getOrFail(OpenPort jobs) {
    try {
      assertThat(jobs.get(REF)).isNotNull();
    } catch (AtlasException toTheCaller) {
      assertThat(toTheCaller).hasMessageNotContaining("secret");
    }
  }

  private static List<String> warnings(CapturedLogs logs) {
    return logs.entries().stream()
        .filter(CapturedLogs.Entry::isWarningOrError)
        .map(entry -> entry.logger() + ": " + entry.text().lines().findFirst().orElse(""))
        .toList();
  }
}
