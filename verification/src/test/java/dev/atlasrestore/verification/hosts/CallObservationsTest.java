package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@link CallObservations} with a meter registry and a tracer. */
class CallObservationsTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  private final ObservationRegistry registry = ObservationRegistry.create();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void eachCallIsTimed(Transport transport) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    readTwoJobs(transport);
    assertThat(timed(meters, "none")).isOne();
    assertThat(timed(meters, "RestoreJobNotFoundException")).isOne();
  }

  private static long timed(SimpleMeterRegistry meters, String failure) {
    return meters.get("atlas.restore.call").tag("failure", failure).timer().count();
  }

  /** Vert.x is left out: there a call starts on an event loop, where the span is not current. */
  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"JERSEY", "REACTOR"})
  void spanOfTheCallerIsTheParent(Transport transport) {
    SimpleTracer tracer = new SimpleTracer();
    registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
    Observation.createNotStarted("caller", registry).observe(() -> readTwoJobs(transport));
    List<SimpleSpan> spans = List.copyOf(tracer.getSpans());
    assertThat(spans)
        .extracting(SimpleSpan::getName)
        .containsExactly("caller", "atlas.restore.call", "atlas.restore.call");
    assertThat(spans.subList(1, 3))
        .allSatisfy(span -> assertThat(span.getParentId()).isEqualTo(spans.get(0).getSpanId()))
        .allSatisfy(span -> assertThat(span.getTags()).containsEntry("operation", "GET"));
  }

  /** Reads a job, and another one that does not exist. */
  private void readTwoJobs(Transport transport) {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      atlas.put(REF, RestoreJobFixtures.finished());
      AtlasConfig config = atlas.config().withListener(new CallObservations(registry));
      try (OpenPort port = transport.open(config)) {
        port.get(REF);
        assertThatThrownBy(() -> port.get(RestoreJobFixtures.ref(404)))
            .isInstanceOf(RestoreJobNotFoundException.class);
      }
    }
  }
}
