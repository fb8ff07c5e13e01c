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
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kind and the fate that the runner reports for each failure of an exchange. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class FailureMapperTest {

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(Duration.ofMillis(500)));
  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(200);
  private static final int VERTX_POOL_SIZE = 5; // the default of Vert.x
  private static final Reply OK = Reply.status(200).body("ok");

  private final Vertx vertx = Vertx.vertx();
  private final VertxRunner runner = new VertxRunner(vertx, OwnClient.create(vertx, CONFIG));

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
        "\u0015\u0003\u0003\u0000\u0002\u0002(\r\n"
      })
  void invalidHttpIsMalformedAndItsConnectionIsNotReused(String received, FakeAtlas atlas)
      throws Exception {
    TestCalls.script(
        atlas, Collections.nCopies(2, Hostile.raw(received, false)).toArray(Reply[]::new));
    for (int i = 0; i < 2; i++) {
      assertFailure(TestCalls.get(atlas), Fate.UNKNOWN, Kind.MALFORMED);
    }
    assertThat(atlas.connections()).isEqualTo(2);
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early\r\n\r\n"
      })
  void connectionThatEndsBeforeTheResponseHeadIsClosed(String received, FakeAtlas atlas)
      throws Exception {
    TestCalls.script(atlas, Hostile.raw(received));
    assertFailure(TestCalls.get(atlas), Fate.UNKNOWN, Kind.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrail",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
      })
  void connectionThatEndsInTheBodyIsTruncated(String received, FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.raw("HTTP/1.1 200 OK\r\n" + received));
    assertFailure(TestCalls.get(atlas), Fate.UNKNOWN, Kind.TRUNCATED);
  }

  @Test
  void resetBeforeTheResponseHeadIsClosed(FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.reset());
    assertFailure(TestCalls.get(atlas), Fate.UNKNOWN, Kind.CLOSED);
  }

  /** A conforming server sends no such head, because the client announces its limit. */
  @Test
  void headerListOfHttp2ThatIsTooLargeIsAHeadTooLarge() {
    Http2Exception tooLarge =
        Http2Exception.headerListSizeError(1, Http2Error.PROTOCOL_ERROR, true, "too large");
    assertThat(FailureMapper.beforeResponse(tooLarge))
        .isEqualTo(TransportFailure.unknown(Kind.HEAD_TOO_LARGE, tooLarge));
    Http2Exception invalid = Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "invalid");
    assertThat(FailureMapper.beforeResponse(invalid))
        .isEqualTo(TransportFailure.unknown(Kind.MALFORMED, invalid));
  }

  @Test
  void endlessHeadAndEndlessBodyAreTooLarge(FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.endlessHead(), Hostile.endlessBody());
    for (Kind kind : List.of(Kind.HEAD_TOO_LARGE, Kind.TOO_LARGE)) {
      assertFailure(TestCalls.get(atlas), Fate.UNKNOWN, kind);
      assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    }
  }

  @Test
  void stalledHeadAndStalledBodyTimeOut(FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.stall(), Hostile.stallInBody());
    for (int i = 0; i < 2; i++) {
      Call<Object> call = TestCalls.get(atlas.baseUri(), SHORT_TIMEOUT);
      TransportFailure failure = assertFailure(call, Fate.UNKNOWN, Kind.TIMEOUT);
      assertThat(failure.cause()).get().asString().contains("no complete response within PT0.2S");
      assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    }
  }

  @Test
  void unsolicitedSecondResponseIsNotTheResponseToTheNextRequest(FakeAtlas atlas) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
    TestCalls.script(
        atlas, Hostile.raw(head + "one" + head + "two", false), Reply.status(200).body("next"));
    assertThat(TestCalls.result(runner, TestCalls.get(atlas))).isInstanceOf(HttpResponse.class);
    TestCalls.settle(vertx);
    assertThat(TestCalls.result(runner, TestCalls.get(atlas)))
        .isInstanceOfSatisfying(
            HttpResponse.class,
            response -> assertThat(response.body()).asString().isEqualTo("next"));
    assertThat(atlas.connections()).isEqualTo(2);
  }

  @Test
  void portWithoutServerIsRefused() throws Exception {
    int unused;
    try (ServerSocket listening = new ServerSocket(0, 1, loopback())) {
      unused = listening.getLocalPort();
    }
    assertFailure(getFromPort("http", unused), Fate.NOT_SENT, Kind.REFUSED);
  }

  @Test
  void hostWithoutAddressIsUnknown() throws Exception {
    URI uri = URI.create("http://no-such-host.invalid/");
    Call<Object> call = TestCalls.get(uri, TestCalls.TEST_TIMEOUT);
    assertFailure(call, Fate.NOT_SENT, Kind.UNKNOWN_HOST);
  }

  @Test
  void invalidHeaderFieldIsNotSent(FakeAtlas atlas) throws Exception {
    HttpRequest invalid = HttpRequest.get(atlas.baseUri()).withHeader("A", "b\r\nC: d");
    Call<Object> call = ExchangeCalls.send(invalid, TestCalls.TEST_TIMEOUT);
    assertFailure(call, Fate.NOT_SENT, Kind.OTHER);
    assertThat(atlas.requests()).isEmpty();
  }

  @Test
  void hangingHandshakeTimesOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 16, loopback())) {
      Call<Object> call = getFromPort("https", silent.getLocalPort());
      assertFailure(call, Fate.NOT_SENT, Kind.TIMEOUT);
    }
  }

  @Test
  void connectionThatEndsInTheHandshakeIsClosedAndNotSent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 16, loopback())) {
      CallExecution<Object> call = runner.start(getFromPort("https", server.getLocalPort()));
      server.accept().close();
      TransportFailure failure = (TransportFailure) Clients.await(call.future());
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void plainHttpOnATlsPortIsATlsFailure() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 16, loopback())) {
      CallExecution<Object> call = runner.start(getFromPort("https", plain.getLocalPort()));
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
  void callThatTimesOutInThePoolIsNotSentAndLeavesTheQueue(FakeAtlas atlas) throws Exception {
    VertxRunner onSupplied = new VertxRunner(vertx, WebClient.create(vertx));
    TestCalls.script(
        atlas, Collections.nCopies(VERTX_POOL_SIZE, Hostile.stall()).toArray(Reply[]::new));
    List<CallExecution<Object>> calls = new ArrayList<>();
    for (int i = 0; i < VERTX_POOL_SIZE; i++) {
      calls.add(onSupplied.start(TestCalls.get(atlas)));
    }
    assertThat(atlas.awaitRequests(VERTX_POOL_SIZE, TestCalls.TEST_TIMEOUT)).isTrue();
    Call<Object> waiting = TestCalls.get(atlas.baseUri(), SHORT_TIMEOUT);
    assertFailure(onSupplied, waiting, Fate.NOT_SENT, Kind.TIMEOUT);
    TestCalls.script(atlas, OK);
    calls.get(0).fail(new CancellationException());
    assertThat(TestCalls.result(onSupplied, TestCalls.get(atlas))).isInstanceOf(HttpResponse.class);
    assertThat(atlas.requests()).hasSize(VERTX_POOL_SIZE + 1);
  }

  @Test
  void fullPoolQueueIsPoolExhausted() {
    TransportFailure failure =
        FailureMapper.beforeSending(new ConnectionPoolTooBusyException("full"));
    assertThat(failure.kind()).isEqualTo(Kind.POOL_EXHAUSTED);
  }

  @Test
  void closedWebClientIsClientClosed(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    VertxRunner onSupplied = new VertxRunner(vertx, client);
    client.close();
    assertFailure(onSupplied, TestCalls.get(atlas), Fate.NOT_SENT, Kind.CLIENT_CLOSED);
    assertThat(atlas.connections()).isZero();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static Call<Object> getFromPort(String scheme, int port) {
    URI uri = URI.create(scheme + "://127.0.0.1:" + port + "/");
    return TestCalls.get(uri, TestCalls.TEST_TIMEOUT);
  }

  /** SOCKS 5 (RFC 1928): 02 asks for a password, and 04 says that the host cannot be reached. */
  @ParameterizedTest
  @CsvSource({"0500, 05040001000000000000, REFUSED", "0502, , PROXY"})
  void failureOfASocksProxyIsRefusedOrTheProxys(String greeting, @Nullable String reply, Kind kind)
      throws Exception {
    HexFormat hex = HexFormat.of();
    try (RawServer proxy =
        new RawServer(
            connection -> {
              for (int i = 0; i < 3; i++) {
                connection.readByte();
              }
              connection.write(hex.parseHex(greeting));
              if (reply != null) {
                connection.readByte();
                connection.write(hex.parseHex(reply));
              }
              connection.awaitEnd();
            })) {
      WebClientOptions options = new WebClientOptions();
      options.setProxyOptions(
          new ProxyOptions().setType(ProxyType.SOCKS5).setHost("127.0.0.1").setPort(proxy.port()));
      VertxRunner proxied = new VertxRunner(vertx, WebClient.create(vertx, options));
      Call<Object> call = TestCalls.get(URI.create("https://127.0.0.1:9/"), TestCalls.TEST_TIMEOUT);
      assertFailure(proxied, call, Fate.NOT_SENT, kind);
      proxied.close();
    }
  }

  private TransportFailure assertFailure(Call<Object> call, Fate fate, Kind kind)
      throws InterruptedException {
    return assertFailure(runner, call, fate, kind);
  }

  private static TransportFailure assertFailure(
      VertxRunner runner, Call<Object> call, Fate fate, Kind kind) throws InterruptedException {
    TransportFailure failure = TestCalls.failure(runner, call);
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
    return failure;
  }
}
