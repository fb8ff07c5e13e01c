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
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** What we force on a client that we are lent, and what stays its own. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SuppliedClientTest {

  private final ConnectionProvider pool = ConnectionProvider.create("borrowed", 4);

  @AfterEach
  void close() {
    pool.dispose();
  }

  @Test
  void theSubscribersContextIsSeenByTheClientInEveryExchange(FakeAtlas atlas) {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpClient client =
        HttpClient.create(pool)
            .doOnRequest(
                (request, connection) ->
                    seen.add(request.currentContextView().getOrDefault("who", "nobody")));
    AtlasConfig config =
        atlas.config().withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1)));
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    atlas.script(RestoreJobFixtures.ref(), Reply.status(503), Reply.drop());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config, client)) {
      StepVerifier.create(
              jobs.get(RestoreJobFixtures.ref()).contextWrite(Context.of("who", "caller")))
          .expectNextCount(1)
          .verifyComplete();
    }
    assertThat(seen).hasSizeGreaterThan(2).containsOnly("caller");
    assertThat(seen).hasSameSizeAs(atlas.requests());
  }

  @Test
  void credentialsAndFieldsOfOursAreOursAlone() throws Exception {
    HttpClient client =
        HttpClient.create(pool)
            .compress(true)
            .followRedirect(true)
            .baseUrl("http://127.0.0.1:1")
            .headers(
                fields ->
                    fields
                        .set("Authorization", "Bearer mine")
                        .set("Accept", "text/html")
                        .set("X-Trace", "mine"))
            .doOnRequest((request, connection) -> request.header("Authorization", "Basic mine"));
    ReactorRunner runner = new ReactorRunner(client, Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            wire -> {
              while (true) {
                wire.hear();
                wire.say(RawServer.OK);
              }
            })) {
      Toys.answer(runner, Toys.get(server.uri("/bare")));
      HttpRequest signed =
          HttpRequest.get(server.uri("/signed"))
              .withHeader("Accept", "application/json")
              .withHeader("Authorization", "Digest ours");
      Toys.answer(runner, Toys.send(signed, Toys.SOON));
      String host = "host: 127.0.0.1:" + server.port();
      assertThat(server.heads.take().lines())
          .containsExactlyInAnyOrder("GET /bare HTTP/1.1", "X-Trace: mine", host, "");
      assertThat(server.heads.take().lines())
          .containsExactlyInAnyOrder(
              "GET /signed HTTP/1.1",
              "X-Trace: mine",
              host,
              "Accept: application/json",
              "Authorization: Digest ours",
              "");
    }
  }

  @Test
  void facesOnTheSameClientShareItsConnections(FakeAtlas atlas) {
    HttpClient client = HttpClient.create(pool);
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 0; i < 5; i++) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
      }
    }
    assertThat(atlas.requests()).hasSize(10);
    assertThat(atlas.connections())
        .as("a connection may come back to the pool just behind the answer")
        .isLessThanOrEqualTo(2);
  }

  @Test
  void aChallengeIsAnsweredOnTheSameConnection(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    HttpClient client = HttpClient.create(pool);
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config(), client)) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
    }
    assertThat(atlas.requests()).hasSize(2);
    assertThat(atlas.connections()).isEqualTo(1);
  }

  /** Such a connection has its HTTP codec only when the protocol is negotiated. */
  @Test
  void informationalAnswersAreSkippedAlsoWhereTheProtocolIsNegotiated() throws Exception {
    FakeAtlas.Builder secured = FakeAtlas.builder().tls(FakeTls.trusted());
    HttpClient client =
        Clients.trusting(HttpClient.create(pool), FakeTls.trustStore())
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
  void aSchedulerThatRefusesOnceTakesNoDeadlineFromTheNextCall(FakeAtlas atlas) {
    AtlasConfig config =
        atlas
            .config()
            .withRetry(RetryPolicy.none())
            .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(300)));
    atlas.always(Hostile.stall());
    try (ReactorRestoreJobs jobs =
        ReactorRestoreJobs.create(
            config, HttpClient.create(pool), new JsonbRestoreJobCodec(), new Reluctant(0))) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .verifyError(RejectedExecutionException.class);
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref()))
          .expectError(TransportException.class)
          .verify(Duration.ofSeconds(10));
    }
  }

  @Test
  void aSchedulerThatRefusesTakesNoDeadlineFromTheCallBefore(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall());
    URI uri = atlas.config().baseUri();
    try (ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), new Reluctant(1))) {
      CompletableFuture<Object> first =
          runner.run(Toys.get(uri, Duration.ofMillis(400))).toFuture();
      StepVerifier.create(runner.run(Toys.get(uri, Duration.ofMillis(100))))
          .verifyError(RejectedExecutionException.class);
      assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(TransportFailure.class);
    }
  }

  /** Refuses to set one timer, the first or a later one. */
  private static final class Reluctant implements Scheduler {
    private final AtomicInteger before;

    private Reluctant(int before) {
      this.before = new AtomicInteger(before);
    }

    @Override
    public Disposable schedule(Runnable task) {
      return Schedulers.parallel().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      if (before.getAndDecrement() == 0) {
        throw new RejectedExecutionException("not now");
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
