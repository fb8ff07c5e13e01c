package dev.atlasrestore.transport.vertx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.ext.web.client.WebClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each mishap is called, and whether the request may have left. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class FailuresTest {

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(Duration.ofMillis(500)));
  private static final int POOL_SIZE = 5; // of a client that is not made here: the stack's default
  private static final Reply OK = Reply.status(200).body("ok");

  private final Vertx vertx = Vertx.vertx();
  private final VertxRunner runner = new VertxRunner(vertx, OwnClient.on(vertx, CONFIG));

  @AfterEach
  void close() {
    runner.close();
    Clients.close(vertx);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 -1 No\r\n\r\n",
        "HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 101 Switching\r\nUpgrade: toy\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 102 Busy\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "\u0015\u0003\u0003\u0000\u0002\u0002(\r\n"
      })
  void whatIsNotHttpIsMalformedAndItsConnectionIsNotUsedAgain(String said, FakeAtlas atlas)
      throws Exception {
    atlas.script(Collections.nCopies(2, Hostile.raw(said, false)).toArray(Reply[]::new));
    for (int i = 0; i < 2; i++) {
      assertFailure(Toys.get(atlas), Fate.UNKNOWN, Kind.MALFORMED);
    }
    assertThat(atlas.connections()).isEqualTo(2);
    assertThat(atlas.awaitNoConnections(Toys.SOON)).as("connections were closed").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 103 Early\r\n\r\n"
      })
  void endingBeforeTheAnswersHeadIsClosed(String said, FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.raw(said));
    assertFailure(Toys.get(atlas), Fate.UNKNOWN, Kind.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrail",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
      })
  void endingInsideOfTheBodyIsTruncated(String said, FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.raw("HTTP/1.1 200 OK\r\n" + said));
    assertFailure(Toys.get(atlas), Fate.UNKNOWN, Kind.TRUNCATED);
  }

  @Test
  void aResetBeforeTheHeadIsClosed(FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.reset());
    assertFailure(Toys.get(atlas), Fate.UNKNOWN, Kind.CLOSED);
  }

  @Test
  void anAnswerThatNeverEndsIsTooLargeInHeadAndBody(FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.endlessHead(), Hostile.endlessBody());
    for (int i = 0; i < 2; i++) {
      assertFailure(Toys.get(atlas), Fate.UNKNOWN, Kind.TOO_LARGE);
      assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    }
  }

  @Test
  void timeThatRunsOutIsATimeoutInHeadAndBody(FakeAtlas atlas) throws Exception {
    atlas.script(Hostile.stall(), Hostile.stallInBody());
    for (int i = 0; i < 2; i++) {
      Call<Object> hasty = Toys.get(atlas.baseUri(), Duration.ofMillis(200));
      TransportFailure failure = assertFailure(hasty, Fate.UNKNOWN, Kind.TIMEOUT);
      assertThat(failure.cause()).get().asString().contains("no complete answer within PT0.2S");
      assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    }
  }

  @Test
  void informationalAnswersAreSkipped(FakeAtlas atlas) throws Exception {
    Reply early = Reply.informational(OK, 100, 103, 103);
    atlas.script(early, early, early);
    for (int i = 0; i < 3; i++) {
      assertThat(Toys.result(runner, Toys.get(atlas)))
          .isInstanceOfSatisfying(
              HttpResponse.class, answer -> assertThat(answer.status()).isEqualTo(200));
    }
    assertThat(atlas.connections()).isEqualTo(1);
  }

  @Test
  void aSecondAnswerIsNobodys(FakeAtlas atlas) throws Exception {
    String two = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
    atlas.script(Hostile.raw(two + "one" + two + "two", false), Reply.status(200).body("next"));
    assertThat(Toys.result(runner, Toys.get(atlas))).isInstanceOf(HttpResponse.class);
    Toys.settle(vertx);
    assertThat(Toys.result(runner, Toys.get(atlas)))
        .isInstanceOfSatisfying(
            HttpResponse.class, answer -> assertThat(answer.body()).asString().isEqualTo("next"));
    assertThat(atlas.connections()).isEqualTo(2);
  }

  @Test
  void whereNobodyListensItIsRefused() throws Exception {
    int unused;
    try (ServerSocket listening = new ServerSocket(0, 1, loopback())) {
      unused = listening.getLocalPort();
    }
    assertFailure(toPort("http", unused), Fate.NOT_SENT, Kind.REFUSED);
  }

  @Test
  void aHostWithoutAddressIsUnknown() throws Exception {
    URI nowhere = URI.create("http://no-such-host.invalid/");
    assertFailure(Toys.get(nowhere, Toys.SOON), Fate.NOT_SENT, Kind.UNKNOWN_HOST);
  }

  @Test
  void aFieldThatCannotBeSentIsNotSent(FakeAtlas atlas) throws Exception {
    HttpRequest split = HttpRequest.get(atlas.baseUri()).withHeader("A", "b\r\nC: d");
    Call<Object> call =
        now ->
            Step.send(
                split,
                Toys.SOON,
                Toys.MAX_BODY,
                (answer, then) -> Step.done(answer),
                (failure, then) -> Step.done(failure));
    assertFailure(call, Fate.NOT_SENT, Kind.OTHER);
    assertThat(atlas.requests()).isEmpty();
  }

  @Test
  void aHandshakeThatHangsIsATimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 16, loopback())) {
      assertFailure(toPort("https", silent.getLocalPort()), Fate.NOT_SENT, Kind.TIMEOUT);
    }
  }

  @Test
  void aHandshakeThatEndsIsNotSent() throws Exception {
    try (ServerSocket leaving = new ServerSocket(0, 16, loopback())) {
      Conversation<Object> call = runner.start(toPort("https", leaving.getLocalPort()));
      leaving.accept().close();
      TransportFailure failure = (TransportFailure) Clients.await(call.future());
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void plainHttpOnASecurePortIsATlsFailure() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 16, loopback())) {
      Conversation<Object> call = runner.start(toPort("https", plain.getLocalPort()));
      try (Socket socket = plain.accept()) {
        socket.getInputStream().read();
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        TransportFailure failure = (TransportFailure) Clients.await(call.future());
        assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
        assertThat(failure.kind()).isEqualTo(Kind.TLS);
      }
    }
  }

  @Test
  void whoWaitsForAConnectionInVainHasNotSentAndLeavesTheQueue(FakeAtlas atlas) throws Exception {
    VertxRunner borrowing = new VertxRunner(vertx, WebClient.create(vertx));
    atlas.script(Collections.nCopies(POOL_SIZE, Hostile.stall()).toArray(Reply[]::new));
    List<Conversation<Object>> crowd = new ArrayList<>();
    for (int i = 0; i < POOL_SIZE; i++) {
      crowd.add(borrowing.start(Toys.get(atlas)));
    }
    assertThat(atlas.awaitRequests(POOL_SIZE, Toys.SOON)).isTrue();
    Call<Object> hasty = Toys.get(atlas.baseUri(), Duration.ofMillis(200));
    assertFailure(borrowing, hasty, Fate.NOT_SENT, Kind.TIMEOUT);
    atlas.script(OK);
    crowd.get(0).forget();
    assertThat(Toys.result(borrowing, Toys.get(atlas))).isInstanceOf(HttpResponse.class);
    assertThat(atlas.requests()).hasSize(POOL_SIZE + 1);
  }

  @Test
  void aQueueThatIsFullIsAnExhaustedPool() {
    TransportFailure failure = Failures.beforeSending(new ConnectionPoolTooBusyException("full"));
    assertThat(failure.kind()).isEqualTo(Kind.POOL_EXHAUSTED);
  }

  @Test
  void aClosedClientIsClosed(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    VertxRunner borrowing = new VertxRunner(vertx, client);
    client.close();
    TransportFailure failure = Toys.failure(borrowing, Toys.get(atlas));
    assertThat(failure.kind()).isEqualTo(Kind.CLIENT_CLOSED);
    assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
    assertThat(atlas.connections()).isZero();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static Call<Object> toPort(String scheme, int port) {
    return Toys.get(URI.create(scheme + "://127.0.0.1:" + port + "/"), Toys.SOON);
  }

  private TransportFailure assertFailure(Call<Object> call, Fate fate, Kind kind)
      throws InterruptedException {
    return assertFailure(runner, call, fate, kind);
  }

  private static TransportFailure assertFailure(
      VertxRunner onRunner, Call<Object> call, Fate fate, Kind kind) throws InterruptedException {
    TransportFailure failure = Toys.failure(onRunner, call);
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
    return failure;
  }
}
