package dev.atlasrestore.verification.hosts;

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
 * Tracing and metrics that an application configures in its native client cover each exchange, the
 * challenge included. A trace header does not change the signature.
 */
class NativeTelemetryTest {

  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
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

  /** One call takes two exchanges: one gets the challenge, one sends the credentials. */
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
  void jerseyFilterTracesEachExchange() {
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
  void reactorNettyTracesAndMeasuresEachExchange() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    HttpClient client =
        HttpClient.create()
            .metrics(true, uri -> "/restoreJobs")
            .doOnRequest(
                (request, connection) -> request.requestHeaders().set(TRACEPARENT, nextSpan()));
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
      assertThat(jobs.get(REF).block(TIME_LIMIT)).isEqualTo(JOB);
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
  void vertxTracerTracesEachExchange() throws Exception {
    Vertx vertx = Vertx.builder().withTracer(options -> new Tracer()).build();
    WebClient client = WebClient.create(vertx);
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
      assertThat(
              jobs.get(REF)
                  .toCompletionStage()
                  .toCompletableFuture()
                  .get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(JOB);
      assertEachExchangeWasTraced();
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** A minimal tracer: it creates a span and sends the span's id to the server. */
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
