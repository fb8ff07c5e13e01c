package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/** Tests the kind of each transport failure, and whether the request may have been sent. */
@Timeout(120)
class FailureMapperTest {

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(Duration.ofMillis(500)));

  private final ConnectionProvider pool = OwnClient.createPool(CONFIG.timeouts());
  private final ReactorRunner runner =
      new ReactorRunner(OwnClient.create(pool, CONFIG), Schedulers.parallel());

  @AfterEach
  void close() {
    runner.close();
    pool.dispose();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 -1 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 101 Switching\r\nUpgrade: toy\r\nConnection: Upgrade\r\n\r\n",
        "\u0015\u0003\u0003\u0000\u0002\u0002(\r\n"
      })
  void bytesThatAreNotHttpAreMalformedAndCloseTheConnection(String response) throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write(response);
              connection.awaitEnd();
            })) {
      for (int i = 0; i < 2; i++) {
        assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.MALFORMED);
      }
      assertThat(server.connections()).isEqualTo(2);
      server.awaitEnds(2);
    }
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
  void endOfConnectionBeforeTheBodyIsClosed(String response) throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write(response);
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrail",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
      })
  void endOfConnectionInTheBodyIsTruncated(String response) throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\n" + response);
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.TRUNCATED);
    }
  }

  @Test
  void resetIsClosedBeforeTheHeadAndTruncatedAfterIt() throws Exception {
    CountDownLatch headTestEnded = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              if (connection.readRequestHead().startsWith("GET /body")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
                headTestEnded.await();
              }
              connection.reset();
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.CLOSED);
      headTestEnded.countDown();
      TransportFailure failure = TestCalls.failure(runner, TestCalls.get(server.uri("/body")));
      assertThat(failure.kind()).isIn(Kind.TRUNCATED, Kind.CLOSED);
      assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    }
  }

  @Test
  void endlessHeadIsTooLarge() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\n");
              while (true) {
                connection.write("X-Filler: " + "x".repeat(1000) + "\r\n");
              }
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.HEAD_TOO_LARGE);
      server.awaitEnds(1);
    }
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
  void bodyWithTooLargeContentLengthIsNotReadToItsEnd() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n");
              while (true) {
                connection.write("x".repeat(1000));
              }
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.TOO_LARGE);
      server.awaitEnds(1);
    }
  }

  @Test
  void endlessInformationalResponsesAreATimeout() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              while (true) {
                connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
              }
            })) {
      TransportFailure failure =
          TestCalls.failure(runner, TestCalls.get(server.uri("/"), Duration.ofMillis(200)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.cause()).get().asString().contains("no complete response within PT0.2S");
      server.awaitEnds(1);
    }
  }

  @Test
  void anyNumberOfInformationalResponsesIsSkipped() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              while (true) {
                connection.readRequestHead();
                connection.write("HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n");
                connection.write(
                    "HTTP/1.1 102 Busy\r\n\r\nHTTP/1.1 199 Odd\r\n\r\n" + RawServer.OK);
              }
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(TestCalls.response(runner, TestCalls.get(server.uri("/"))).status())
            .isEqualTo(200);
      }
      assertThat(server.connections()).isLessThan(3);
    }
  }

  @Test
  void hostWithoutAddressIsUnknownHost() {
    assertFailure(URI.create("http://no-such-host.invalid/"), Fate.NOT_SENT, Kind.UNKNOWN_HOST);
  }

  @Test
  void requestWithAnInvalidHeaderFieldIsNotSent() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write(RawServer.OK);
            })) {
      HttpRequest invalid = HttpRequest.get(server.uri("/")).withHeader("A", "b\r\nC: d");
      TransportFailure failure =
          TestCalls.failure(runner, ExchangeCalls.send(invalid, TestCalls.TIMEOUT));
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(server.requestHeads()).isEmpty();
    }
  }

  @Test
  void stalledHandshakeIsATimeoutAndInterruptedHandshakeIsClosed() throws Exception {
    try (RawServer stalling = new RawServer(RawServer.Connection::awaitEnd);
        RawServer closing = new RawServer(RawServer.Connection::readByte)) {
      assertFailure(stalling.httpsUri(), Fate.NOT_SENT, Kind.TIMEOUT);
      assertFailure(closing.httpsUri(), Fate.NOT_SENT, Kind.CLOSED);
    }
  }

  @Test
  void plainHttpServerOnAnHttpsUriIsATlsFailure() throws Exception {
    try (RawServer plain =
        new RawServer(
            connection -> {
              connection.readByte();
              connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              connection.awaitEnd();
            })) {
      assertFailure(plain.httpsUri(), Fate.NOT_SENT, Kind.TLS);
    }
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
      HttpClient client =
          HttpClient.create(pool)
              .proxy(
                  spec ->
                      spec.type(ProxyProvider.Proxy.SOCKS5).host("127.0.0.1").port(proxy.port()));
      ReactorRunner proxied = new ReactorRunner(client, Schedulers.parallel());
      TransportFailure failure =
          TestCalls.failure(proxied, TestCalls.get(URI.create("https://127.0.0.1:9/")));
      assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      proxied.close();
    }
  }

  @Test
  void requestThatGetsNoConnectionIsNotSent() throws Exception {
    ConnectionProvider single =
        ConnectionProvider.builder("single")
            .maxConnections(1)
            .pendingAcquireTimeout(Duration.ofMillis(300))
            .build();
    ReactorRunner singleRunner =
        new ReactorRunner(HttpClient.create(single), Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.awaitEnd();
            })) {
      Disposable first = singleRunner.run(TestCalls.get(server.uri("/first"))).subscribe();
      server.takeRequestHead();
      TransportFailure exhausted =
          TestCalls.failure(singleRunner, TestCalls.get(server.uri("/second")));
      assertThat(exhausted.kind()).isEqualTo(Kind.POOL_EXHAUSTED);
      assertThat(exhausted.fate()).isEqualTo(Fate.NOT_SENT);
      TransportFailure timedOut =
          TestCalls.failure(
              singleRunner, TestCalls.get(server.uri("/third"), Duration.ofMillis(50)));
      assertThat(timedOut.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(timedOut.fate()).isEqualTo(Fate.NOT_SENT);
      first.dispose();
      server.awaitEnds(1);
      assertThat(server.requestHeads()).hasSize(1);
    } finally {
      singleRunner.close();
      single.dispose();
    }
  }

  @Test
  void responseTimeoutOfASuppliedClientIsATimeout() throws Exception {
    HttpClient impatient = HttpClient.create(pool).responseTimeout(Duration.ofMillis(100));
    ReactorRunner suppliedRunner = new ReactorRunner(impatient, Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            connection -> {
              if (connection.readRequestHead().startsWith("GET /body")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
              }
              connection.awaitEnd();
            })) {
      for (String target : new String[] {"/head", "/body"}) {
        TransportFailure failure =
            TestCalls.failure(suppliedRunner, TestCalls.get(server.uri(target)));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      }
      server.awaitEnds(2);
    }
  }

  private void assertFailure(URI uri, Fate fate, Kind kind) {
    TransportFailure failure = TestCalls.failure(runner, TestCalls.get(uri));
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
  }
}
