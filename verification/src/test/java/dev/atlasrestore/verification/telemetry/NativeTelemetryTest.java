package dev.atlasrestore.verification.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.WebClient;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/**
 * Tracing and metrics of connections belong to the native client. Whatever an application has set
 * up there sees each exchange, the challenge included, and spoils no signature.
 */
class NativeTelemetryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();
  private static final String TRACEPARENT = "traceparent";

  private final FakeAtlas atlas = FakeAtlas.start();
  private final AtomicInteger spans = new AtomicInteger();

  @BeforeEach
  void put() {
    atlas.put(REF, JOB);
  }

  @AfterEach
  void close() {
    atlas.close();
  }

  /** One call: a challenge, and the answer. */
  private void assertEachExchangeWasTraced() {
    assertThat(atlas.requests()).hasSize(2);
    assertThat(atlas.requests())
        .allSatisfy(request -> assertThat(request.headers(TRACEPARENT)).hasSize(1))
        .extracting(request -> request.header(TRACEPARENT))
        .doesNotHaveDuplicates();
    assertThat(spans).hasValue(2);
  }

  private String nextSpan() {
    return "00-0af7651916cd43dd8448eb211c80319c-%016x-01".formatted(spans.incrementAndGet());
  }

  @Test
  void aFilterOfTheJerseyClientSeesEachExchange() {
    ClientRequestFilter tracing =
        request -> request.getHeaders().putSingle(TRACEPARENT, nextSpan());
    ClientConfig config = new ClientConfig().connectorProvider(new Apache5ConnectorProvider());
    Client client = new JerseyClientBuilder().withConfig(config).register(tracing).build();
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config(), client)) {
      assertThat(jobs.get(REF)).isEqualTo(JOB);
      assertEachExchangeWasTraced();
    } finally {
      client.close();
    }
  }

  @Test
  void theReactorNettyClientTracesAndMeasuresEachExchange() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    HttpClient client =
        HttpClient.create()
            .metrics(true, uri -> "/restoreJobs")
            .doOnRequest(
                (request, connection) -> request.requestHeaders().set(TRACEPARENT, nextSpan()));
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
      assertThat(jobs.get(REF).block(PATIENCE)).isEqualTo(JOB);
      assertEachExchangeWasTraced();
      List<Long> timed =
          meters.find("reactor.netty.http.client.response.time").timers().stream()
              .map(Timer::count)
              .toList();
      assertThat(timed).containsExactlyInAnyOrder(1L, 1L); // a 401 and a 200
    } finally {
      Metrics.removeRegistry(meters);
    }
  }

  @Test
  void theTracerOfVertxSeesEachExchange() throws Exception {
    Vertx vertx = Vertx.builder().withTracer(options -> new Tracer()).build();
    WebClient client = WebClient.create(vertx);
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
      assertThat(
              jobs.get(REF)
                  .toCompletionStage()
                  .toCompletableFuture()
                  .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(JOB);
      assertEachExchangeWasTraced();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  /** The least that a tracer does: it names a span and tells the server. */
  private final class Tracer implements VertxTracer<Object, String> {
    @Override
    public <R> String sendRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        BiConsumer<String, String> headers,
        TagExtractor<R> tags) {
      String span = nextSpan();
      headers.accept(TRACEPARENT, span);
      return span;
    }
  }
}
