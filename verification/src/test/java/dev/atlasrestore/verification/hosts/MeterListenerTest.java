package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events of a listener are sufficient for metrics, on every transport. */
class MeterListenerTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void metersCountTheSameRequestsAsTheServer(Transport transport) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (FakeAtlas atlas = FakeAtlas.start()) {
      atlas.put(REF, RestoreJobFixtures.finished());
      AtlasConfig config =
          atlas
              .config()
              .withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1)))
              .withListener(new MeterListener(meters));
      try (OpenPort port = transport.open(config)) {
        port.get(REF);
        atlas.script(REF, Reply.status(503), Reply.drop());
        port.get(REF);
        assertThatThrownBy(() -> port.get(RestoreJobFixtures.ref(404)))
            .isInstanceOf(RestoreJobNotFoundException.class);
      }
      double requests =
          meters.find("atlas.restore.requests").counters().stream()
              .mapToDouble(Counter::count)
              .sum();
      assertThat(requests).isEqualTo(atlas.requests().size()).isEqualTo(6);
      assertThat(meters.counter("atlas.restore.requests", "outcome", "503").count()).isOne();
      // The dropped request was lost on a reused connection: it is sent once more, without a retry.
      assertThat(meters.timer("atlas.restore.retries").count()).isOne();
      assertThat(callsWith(meters, "none")).isEqualTo(2);
      assertThat(callsWith(meters, "RestoreJobNotFoundException")).isOne();
    }
  }

  private static long callsWith(SimpleMeterRegistry meters, String failure) {
    return meters.timer("atlas.restore.calls", "operation", "GET", "failure", failure).count();
  }
}
