package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Tests which settings of a supplied native client are overridden and which are kept. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SuppliedClientTest {

  private final ConnectionProvider pool = ConnectionProvider.create("supplied", 4);

  @AfterEach
  void close() {
    pool.dispose();
  }

  @Test
  void nativeClientSeesTheSubscribersContextInEveryExchange(FakeAtlas atlas) {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpClient client =
        HttpClient.create(pool)
            .doOnRequest(
                (request, connection) ->
                    seen.add(request.currentContextView().getOrDefault("user", "missing")));
    AtlasConfig config =
        atlas.config().withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1)));
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    atlas.script(RestoreJobFixtures.ref(), Reply.status(503), Reply.drop());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config, client)) {
      StepVerifier.create(
              jobs.get(RestoreJobFixtures.ref()).contextWrite(Context.of("user", "caller")))
          .expectNextCount(1)
          .verifyComplete();
    }
    assertThat(seen).hasSizeGreaterThan(2).containsOnly("caller");
    assertThat(seen).hasSameSizeAs(atlas.requests());
  }

  /**
   * Without our help, Reactor Netty omits port 443 for {@code http} and port 80 for {@code https}.
   */
  @Test
  void hostHasThePortThatIsNotTheDefaultOfTheScheme() throws Exception {
    try (RawServer proxy =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\n\r\n");
              connection.readRequestHead();
              connection.write(RawServer.OK);
            })) {
      HttpClient client =
          HttpClient.create(pool)
              .proxy(
                  spec -> spec.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(proxy.port()));
      ReactorRunner runner = new ReactorRunner(client, Schedulers.parallel());
      for (String host : List.of("ops.invalid:443", "[::1]:443", "ops.invalid:8080")) {
        TestCalls.response(runner, TestCalls.get(URI.create("http://" + host + "/")));
        assertThat(proxy.takeRequestHead()).startsWith("CONNECT " + host);
        assertThat(proxy.takeRequestHead().lines()).contains("host: " + host);
      }
      runner.close();
    }
  }

  @Test
  void headerFieldsOfTheLibraryReplaceThoseOfTheNativeClient() throws Exception {
    HttpClient client =
        HttpClient.create(pool)
            .compress(true)
            .followRedirect(true)
            .baseUrl("http://127.0.0.1:1")
            .headers(
                fields ->
                    fields
                        .set("Authorization", "Bearer supplied")
                        .set("Accept", "text/html")
                        .set("X-Trace", "supplied"))
            .doOnRequest(
                (request, connection) -> request.header("Authorization", "Basic supplied"));
    ReactorRunner runner = new ReactorRunner(client, Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            connection -> {
              while (true) {
                connection.readRequestHead();
                connection.write(RawServer.OK);
              }
            })) {
      TestCalls.response(runner, TestCalls.get(server.uri("/bare")));
      HttpRequest signed =
          HttpRequest.get(server.uri("/signed"))
              .withHeader("Accept", "application/json")
              .withHeader("Authorization", "Digest library");
      TestCalls.response(runner, ExchangeCalls.send(signed, TestCalls.TIMEOUT));
      String host = "host: 127.0.0.1:" + server.port();
      assertThat(server.takeRequestHead().lines())
          .containsExactlyInAnyOrder("GET /bare HTTP/1.1", "X-Trace: supplied", host, "");
      assertThat(server.takeRequestHead().lines())
          .containsExactlyInAnyOrder(
              "GET /signed HTTP/1.1",
              "X-Trace: supplied",
              host,
              "Accept: application/json",
              "Authorization: Digest library",
              "");
    }
  }

  @Test
  void clientsOnTheSameNativeClientShareConnections(FakeAtlas atlas) {
    HttpClient client = HttpClient.create(pool);
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 0; i < 5; i++) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
      }
    }
    assertThat(atlas.requests()).hasSize(10);
    assertThat(atlas.connections())
        .as("the connection may return to the pool just after the response is reported")
        .isLessThanOrEqualTo(2);
  }

  /**
   * Reactor Netty then keeps a pool for each client, so no other client can use the connections.
   */
  @Test
  void clientClosesItsConnectionsIfTheNativeClientHasAChannelInitializer(FakeAtlas atlas)
      throws Exception {
    AtomicInteger initialized = new AtomicInteger();
    HttpClient client =
        HttpClient.create(pool)
            .doOnChannelInit((observer, channel, remote) -> initialized.incrementAndGet());
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 1; i <= 10; i++) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
        for (int read = 0; read < 3; read++) {
          StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
              .expectNextCount(1)
              .verifyComplete();
        }
      }
      assertThat(atlas.connections()).as("each client uses one connection").isEqualTo(i);
    }
    assertThat(initialized).as("the native client initializes each connection").hasValue(10);
    assertThat(atlas.awaitNoConnections(Duration.ofSeconds(10))).isTrue();
    assertThat(pool.isDisposed()).isFalse();
  }

  @Test
  void requestWithCredentialsUsesTheConnectionOfTheChallenge(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    HttpClient client = HttpClient.create(pool);
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
    }
    assertThat(atlas.requests()).hasSize(2);
    assertThat(atlas.connections()).isEqualTo(1);
  }

  /** Such a connection gets its HTTP codec after the protocol is negotiated. */
  @Test
  void informationalResponsesAreSkippedAfterProtocolNegotiation() throws Exception {
    FakeAtlas.Builder secured = FakeAtlas.builder().tls(FakeTls.trusted());
    HttpClient client =
        TestNativeClient.trusting(HttpClient.create(pool), FakeTls.trustStore())
            .protocol(HttpProtocol.H2, HttpProtocol.HTTP11);
    try (FakeAtlas atlas = secured.start();
        ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
      atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .expectNext(RestoreJobFixtures.finished())
          .verifyComplete();
      atlas.script(
          RestoreJobFixtures.ref(),
          Hostile.raw(
              "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .verifyError(RestoreJobNotFoundException.class);
    }
  }

  @Test
  void nextCallHasADeadlineAfterTheSchedulerRejectedOne(FakeAtlas atlas) {
    AtlasConfig config =
        atlas
            .config()
            .withRetry(RetryPolicy.none())
            .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(300)));
    atlas.always(Hostile.stall());
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(
            config,
            HttpClient.create(pool),
            new JsonbRestoreJobCodec(),
            new RejectingScheduler(0))) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .verifyError(RejectedExecutionException.class);
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .expectError(TransportException.class)
          .verify(Duration.ofSeconds(10));
    }
  }

  @Test
  void previousCallKeepsItsDeadlineWhenTheSchedulerRejectsOne(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    URI uri = atlas.config().baseUri();
    try (ReactorRunner runner =
        new ReactorRunner(HttpClient.create(pool), new RejectingScheduler(1))) {
      CompletableFuture<Object> first =
          runner.run(TestCalls.get(uri, Duration.ofMillis(400))).toFuture();
      StepVerifier.create(runner.run(TestCalls.get(uri, Duration.ofMillis(100))))
          .verifyError(RejectedExecutionException.class);
      assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(TransportFailure.class);
    }
  }

  /** Rejects one delayed task: the first one, or a later one. */
  private static final class RejectingScheduler implements Scheduler {
    private final AtomicInteger acceptedBefore;

    private RejectingScheduler(int acceptedBefore) {
      this.acceptedBefore = new AtomicInteger(acceptedBefore);
    }

    @Override
    public Disposable schedule(Runnable task) {
      return Schedulers.parallel().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      if (acceptedBefore.getAndDecrement() == 0) {
        throw new RejectedExecutionException("rejected by the test");
      }
      return Schedulers.parallel().schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
      return Schedulers.parallel().createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
      return Schedulers.parallel().now(unit);
    }
  }
}
