package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.CachingWebClient;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.WebClientSession;
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

/** Tests how the transport uses a supplied Web Client, also a wrapped one. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class SuppliedClientTest {

  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void clientsOnOneWebClientShareItsConnections(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 0; i < 5; i++) {
      try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
        Clients.await(jobs.get(RestoreJobFixtures.ref()));
      }
    }
    assertThat(atlas.requests()).hasSize(10);
    assertThat(atlas.connections())
        .as("a connection may return to the pool shortly after the response")
        .isLessThanOrEqualTo(2);
  }

  @Test
  void requestHeadersReplaceThoseOfTheClientAndRedirectsAreNotFollowed(FakeAtlas atlas)
      throws Exception {
    WebClient client =
        WebClient.create(vertx, new WebClientOptions().setFollowRedirects(true).setUserAgent("x"));
    VertxRunner runner = new VertxRunner(vertx, client);
    TestCalls.script(atlas, Reply.redirect(302, "/elsewhere"));
    HttpRequest request =
        HttpRequest.get(atlas.baseUri())
            .withHeader("User-Agent", "ours")
            .withHeader("Authorization", "Digest ours");
    assertThat(TestCalls.result(runner, ExchangeCalls.send(request, TestCalls.TEST_TIMEOUT)))
        .isInstanceOfSatisfying(
            HttpResponse.class, response -> assertThat(response.status()).isEqualTo(302));
    SeenRequest seen = atlas.requests().get(0);
    assertThat(seen.headers("User-Agent")).containsExactly("ours");
    assertThat(seen.headers("Authorization")).containsExactly("Digest ours");
  }

  /** A session takes over the interceptors of the client from which it is created. */
  @Test
  void sessionOverAUsedClientWorksAndSendsItsHeaders(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    VertxRestoreJobs.create(vertx, atlas.config(), client).close();
    WebClientSession session = WebClientSession.create(client).addHeader("X-Application", "1");
    assertTimeoutFreesTheConnection(session, atlas);
    assertThat(atlas.requests().get(0).headers("X-Application")).containsExactly("1");
  }

  @Test
  void exchangesOfEveryKindOfClientAreAborted(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    assertTimeoutFreesTheConnection(client, atlas);
    assertTimeoutFreesTheConnection(WebClientSession.create(client), atlas);
    assertTimeoutFreesTheConnection(client, atlas);
  }

  @Test
  void exchangesOfAClientWithACacheEndInTime(FakeAtlas atlas) throws Exception {
    WebClient caching = CachingWebClient.create(WebClient.create(vertx));
    assertThat(ConnectionAccess.onCopyOf(caching)).isEmpty();
    TestCalls.script(atlas, Hostile.stall());
    VertxRunner runner = new VertxRunner(vertx, caching);
    assertFailure(runner, atlas.baseUri(), SHORT_TIMEOUT, Fate.UNKNOWN, Kind.TIMEOUT);
  }

  private void assertTimeoutFreesTheConnection(WebClient client, FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.stall());
    VertxRunner runner = new VertxRunner(vertx, client);
    assertFailure(runner, atlas.baseUri(), SHORT_TIMEOUT, Fate.UNKNOWN, Kind.TIMEOUT);
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    runner.close();
  }

  @Test
  void wrappedClientWorksAndItsExchangesEndInTime(FakeAtlas atlas) throws Exception {
    WebClient wrapped = wrap(WebClient.create(vertx));
    assertThat(ConnectionAccess.onCopyOf(wrapped)).isEmpty();
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    AtlasConfig config = atlas.config();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config, wrapped)) {
      assertThat(Clients.await(jobs.get(RestoreJobFixtures.ref())))
          .isEqualTo(RestoreJobFixtures.finished());
    }
    VertxRunner runner = new VertxRunner(vertx, wrapped);
    TestCalls.script(atlas, Hostile.stall(), Hostile.stallInBody(), Reply.drop());
    for (int i = 0; i < 2; i++) {
      assertFailure(runner, atlas.baseUri(), SHORT_TIMEOUT, Fate.UNKNOWN, Kind.TIMEOUT);
    }
    assertFailure(runner, atlas.baseUri(), TestCalls.TEST_TIMEOUT, Fate.UNKNOWN, Kind.CLOSED);
  }

  @Test
  void wrappedClientReportsNotSentOnlyForConnectExceptions(FakeAtlas atlas) throws Exception {
    VertxRunner runner = new VertxRunner(vertx, wrap(WebClient.create(vertx)));
    int unused;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = listening.getLocalPort();
    }
    URI noServer = URI.create("http://127.0.0.1:" + unused + "/");
    assertFailure(runner, noServer, TestCalls.TEST_TIMEOUT, Fate.NOT_SENT, Kind.REFUSED);
    URI noHost = URI.create("http://no-such-host.invalid/");
    assertFailure(runner, noHost, TestCalls.TEST_TIMEOUT, Fate.NOT_SENT, Kind.UNKNOWN_HOST);
    TestCalls.script(atlas, Hostile.reset());
    assertFailure(runner, atlas.baseUri(), TestCalls.TEST_TIMEOUT, Fate.UNKNOWN, Kind.CLOSED);
  }

  /** All exchanges of an origin share one connection of HTTP/2. */
  @Test
  void timeoutOnHttp2ResetsOnlyItsOwnStream() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    VertxRunner runner = new VertxRunner(vertx, WebClient.create(vertx, options));
    BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
    BlockingQueue<String> resets = new LinkedBlockingQueue<>();
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.response().exceptionHandler(reset -> resets.add(request.path()));
                      requests.add(request);
                    })
                .listen(0, "127.0.0.1"));
    String origin = "http://127.0.0.1:" + server.actualPort();
    CallExecution<Object> patient =
        runner.start(TestCalls.get(URI.create(origin + "/patient"), TestCalls.TEST_TIMEOUT));
    HttpServerRequest waiting = TestCalls.next(requests);
    URI hasty = URI.create(origin + "/hasty");
    assertFailure(runner, hasty, SHORT_TIMEOUT, Fate.UNKNOWN, Kind.TIMEOUT);
    assertThat(TestCalls.next(requests).connection()).isSameAs(waiting.connection());
    assertThat(TestCalls.next(resets)).isEqualTo("/hasty");
    waiting.response().end("ok");
    assertThat(Clients.await(patient.future())).isInstanceOf(HttpResponse.class);
  }

  /** A stream whose bytes never pause is never idle. */
  @Test
  void tooLargeBodyWithoutEndOnHttp2IsReset() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    VertxRunner runner = new VertxRunner(vertx, WebClient.create(vertx, options));
    BlockingQueue<String> resets = new LinkedBlockingQueue<>();
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.response().exceptionHandler(reset -> resets.add(request.path()));
                      writeWithoutEnd(request.response());
                    })
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/endless");
    assertFailure(runner, uri, TestCalls.TEST_TIMEOUT, Fate.UNKNOWN, Kind.TOO_LARGE);
    assertThat(TestCalls.next(resets)).isEqualTo("/endless");
  }

  private static void writeWithoutEnd(HttpServerResponse response) {
    while (!response.closed() && !response.writeQueueFull()) {
      response.write("x".repeat(8192));
    }
    response.drainHandler(drained -> writeWithoutEnd(response));
  }

  private static void assertFailure(
      VertxRunner runner, URI uri, Duration timeout, Fate fate, Kind kind)
      throws InterruptedException {
    TransportFailure failure = TestCalls.failure(runner, TestCalls.get(uri, timeout));
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
  }

  /** Returns a client of another class that forwards every method to this one. */
  private static WebClient wrap(WebClient client) {
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
