package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What we do to a client that we are lent, and what we cannot do to a wrapped one. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SuppliedClientTest {

  private static final Duration HASTY = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void facesOnTheSameClientShareItsConnections(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 0; i < 5; i++) {
      try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
        Clients.await(jobs.get(RestoreJobFixtures.ref()));
      }
    }
    assertThat(atlas.requests()).hasSize(10);
    assertThat(atlas.connections())
        .as("a connection may come back to the pool just behind the answer")
        .isLessThanOrEqualTo(2);
  }

  @Test
  void fieldsOfOursAreSetAndRedirectsAreSwitchedOff(FakeAtlas atlas) throws Exception {
    WebClient client =
        WebClient.create(vertx, new WebClientOptions().setFollowRedirects(true).setUserAgent("x"));
    VertxRunner runner = new VertxRunner(vertx, client);
    atlas.script(Reply.redirect(302, "/elsewhere"));
    HttpRequest signed =
        HttpRequest.get(atlas.baseUri())
            .withHeader("User-Agent", "ours")
            .withHeader("Authorization", "Digest ours");
    Object answer =
        Toys.result(
            runner,
            now ->
                Step.send(
                    signed,
                    Toys.SOON,
                    Toys.MAX_BODY,
                    (response, then) -> Step.done(response),
                    (failure, then) -> Step.done(failure)));
    assertThat(answer)
        .isInstanceOfSatisfying(
            HttpResponse.class, redirect -> assertThat(redirect.status()).isEqualTo(302));
    SeenRequest seen = atlas.requests().get(0);
    assertThat(seen.headers("User-Agent")).containsExactly("ours");
    assertThat(seen.headers("Authorization")).containsExactly("Digest ours");
  }

  @Test
  void aWrappedClientWorksAndItsExchangesEndInTime(FakeAtlas atlas) throws Exception {
    WebClient wrapped = wrapped(WebClient.create(vertx));
    assertThat(ConnectionGrip.on(wrapped)).isFalse();
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    AtlasConfig config = atlas.config();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config, wrapped)) {
      assertThat(Clients.await(jobs.get(RestoreJobFixtures.ref())))
          .isEqualTo(RestoreJobFixtures.finished());
    }
    VertxRunner runner = new VertxRunner(vertx, wrapped);
    atlas.script(Hostile.stall(), Hostile.stallInBody(), Reply.drop());
    for (int i = 0; i < 2; i++) {
      assertFailure(runner, atlas.baseUri(), HASTY, Fate.UNKNOWN, Kind.TIMEOUT);
    }
    assertFailure(runner, atlas.baseUri(), Toys.SOON, Fate.UNKNOWN, Kind.CLOSED);
  }

  @Test
  void ofAWrappedClientOnlyWhatTheStackIsCertainOfIsCertain(FakeAtlas atlas) throws Exception {
    VertxRunner runner = new VertxRunner(vertx, wrapped(WebClient.create(vertx)));
    int unused;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = listening.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + unused + "/");
    assertFailure(runner, nobody, Toys.SOON, Fate.NOT_SENT, Kind.REFUSED);
    URI nowhere = URI.create("http://no-such-host.invalid/");
    assertFailure(runner, nowhere, Toys.SOON, Fate.NOT_SENT, Kind.UNKNOWN_HOST);
    atlas.script(Hostile.reset());
    assertFailure(runner, atlas.baseUri(), Toys.SOON, Fate.UNKNOWN, Kind.CLOSED);
  }

  /** Its connection is everybody's: to end one exchange leaves the others alone. */
  @Test
  void onHttp2OnlyTheExchangeIsReset() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    VertxRunner runner = new VertxRunner(vertx, WebClient.create(vertx, options));
    BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
    BlockingQueue<String> resets = new LinkedBlockingQueue<>();
    HttpServer server =
        Toys.done(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.response().exceptionHandler(reset -> resets.add(request.path()));
                      requests.add(request);
                    })
                .listen(0, "127.0.0.1"));
    String origin = "http://127.0.0.1:" + server.actualPort();
    Conversation<Object> patient =
        runner.start(Toys.get(URI.create(origin + "/patient"), Toys.SOON));
    HttpServerRequest waiting = Toys.next(requests);
    assertFailure(runner, URI.create(origin + "/hasty"), HASTY, Fate.UNKNOWN, Kind.TIMEOUT);
    assertThat(Toys.next(requests).connection()).isSameAs(waiting.connection());
    assertThat(Toys.next(resets)).isEqualTo("/hasty");
    waiting.response().end("ok");
    assertThat(Clients.await(patient.future())).isInstanceOf(HttpResponse.class);
  }

  private static void assertFailure(
      VertxRunner runner, URI uri, Duration timeout, Fate fate, Kind kind)
      throws InterruptedException {
    TransportFailure failure = Toys.failure(runner, Toys.get(uri, timeout));
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
  }

  private static WebClient wrapped(WebClient client) {
    return (WebClient)
        Proxy.newProxyInstance(
            WebClient.class.getClassLoader(),
            new Class<?>[] {WebClient.class},
            (proxy, method, arguments) -> {
              try {
                return switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> method.invoke(client, arguments);
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
