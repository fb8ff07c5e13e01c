package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** What each mishap is called, and whether the request may have left. */
@Timeout(120)
class FailuresTest {

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(Duration.ofMillis(500)));

  private final ConnectionProvider pool = OwnClient.pool(CONFIG.timeouts());
  private final ReactorRunner runner =
      new ReactorRunner(OwnClient.on(pool, CONFIG), Schedulers.parallel());

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
  void whatIsNotHttpIsMalformedAndItsConnectionIsNotUsedAgain(String said) throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say(said);
              wire.awaitLeaving();
            })) {
      for (int i = 0; i < 2; i++) {
        assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.MALFORMED);
      }
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.awaitEnded(2)).as("connections were closed").isTrue();
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
  void endingBeforeTheAnswersHeadIsClosed(String said) throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say(said);
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
  void endingInsideOfTheBodyIsTruncated(String said) throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say("HTTP/1.1 200 OK\r\n" + said);
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.TRUNCATED);
    }
  }

  @Test
  void aResetIsClosedBeforeTheHeadAndTruncatedBehindIt() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            wire -> {
              if (wire.hear().startsWith("GET /body")) {
                wire.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
                read.await();
              }
              wire.resetOnClose();
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.CLOSED);
      read.countDown();
      TransportFailure failure = Toys.failure(runner, Toys.get(server.uri("/body")));
      assertThat(failure.kind()).isIn(Kind.TRUNCATED, Kind.CLOSED);
      assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    }
  }

  @Test
  void aHeadThatNeverEndsIsTooLarge() throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say("HTTP/1.1 200 OK\r\n");
              while (true) {
                wire.say("X-Filler: " + "x".repeat(1000) + "\r\n");
              }
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.TOO_LARGE);
      assertThat(server.awaitEnded(1)).isTrue();
    }
  }

  @Test
  void aBodyThatDeclaresTooMuchIsNotReadToItsEnd() throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n");
              while (true) {
                wire.say("x".repeat(1000));
              }
            })) {
      assertFailure(server.uri("/"), Fate.UNKNOWN, Kind.TOO_LARGE);
      assertThat(server.awaitEnded(1)).isTrue();
    }
  }

  @Test
  void informationalAnswersWithoutEndAreATimeout() throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              while (true) {
                wire.say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
              }
            })) {
      TransportFailure failure =
          Toys.failure(runner, Toys.get(server.uri("/"), Duration.ofMillis(200)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.cause()).get().asString().contains("no complete answer within PT0.2S");
      assertThat(server.awaitEnded(1)).isTrue();
    }
  }

  @Test
  void informationalAnswersOfAnyNumberAreSkipped() throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              while (true) {
                wire.hear();
                wire.say("HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n");
                wire.say("HTTP/1.1 102 Busy\r\n\r\nHTTP/1.1 199 Odd\r\n\r\n" + RawServer.OK);
              }
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(Toys.answer(runner, Toys.get(server.uri("/"))).status()).isEqualTo(200);
      }
      assertThat(server.connections()).isLessThan(3);
    }
  }

  @Test
  void aHostWithoutAddressIsUnknown() {
    assertFailure(URI.create("http://no-such-host.invalid/"), Fate.NOT_SENT, Kind.UNKNOWN_HOST);
  }

  @Test
  void aFieldThatCannotBeSentIsNotSent() throws Exception {
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.say(RawServer.OK);
            })) {
      HttpRequest split = HttpRequest.get(server.uri("/")).withHeader("A", "b\r\nC: d");
      TransportFailure failure = Toys.failure(runner, Toys.send(split, Toys.SOON));
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(server.heads).isEmpty();
    }
  }

  @Test
  void aHandshakeThatHangsIsATimeoutAndOneThatEndsIsClosed() throws Exception {
    try (RawServer silent = new RawServer(RawServer.Wire::awaitLeaving);
        RawServer leaving = new RawServer(RawServer.Wire::hearSomething)) {
      assertFailure(secure(silent), Fate.NOT_SENT, Kind.TIMEOUT);
      assertFailure(secure(leaving), Fate.NOT_SENT, Kind.CLOSED);
    }
  }

  @Test
  void plainHttpOnASecurePortIsATlsFailure() throws Exception {
    try (RawServer plain =
        new RawServer(
            wire -> {
              wire.hearSomething();
              wire.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              wire.awaitLeaving();
            })) {
      assertFailure(secure(plain), Fate.NOT_SENT, Kind.TLS);
    }
  }

  @Test
  void waitingForAConnectionInVainIsNotSent() throws Exception {
    ConnectionProvider single =
        ConnectionProvider.builder("single")
            .maxConnections(1)
            .pendingAcquireTimeout(Duration.ofMillis(300))
            .build();
    ReactorRunner crowded = new ReactorRunner(HttpClient.create(single), Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              wire.awaitLeaving();
            })) {
      Disposable first = crowded.run(Toys.get(server.uri("/first"))).subscribe();
      server.heads.take();
      TransportFailure exhausted = Toys.failure(crowded, Toys.get(server.uri("/second")));
      assertThat(exhausted.kind()).isEqualTo(Kind.POOL_EXHAUSTED);
      assertThat(exhausted.fate()).isEqualTo(Fate.NOT_SENT);
      TransportFailure late =
          Toys.failure(crowded, Toys.get(server.uri("/third"), Duration.ofMillis(50)));
      assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(late.fate()).isEqualTo(Fate.NOT_SENT);
      first.dispose();
      assertThat(server.awaitEnded(1)).isTrue();
      assertThat(server.heads).isEmpty();
    } finally {
      crowded.close();
      single.dispose();
    }
  }

  @Test
  void theReadTimeoutOfASuppliedClientIsATimeout() throws Exception {
    HttpClient hasty = HttpClient.create(pool).responseTimeout(Duration.ofMillis(100));
    ReactorRunner borrowing = new ReactorRunner(hasty, Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            wire -> {
              if (wire.hear().startsWith("GET /body")) {
                wire.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
              }
              wire.awaitLeaving();
            })) {
      for (String target : new String[] {"/head", "/body"}) {
        TransportFailure failure = Toys.failure(borrowing, Toys.get(server.uri(target)));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      }
      assertThat(server.awaitEnded(2)).isTrue();
    }
  }

  private static URI secure(RawServer server) {
    return URI.create("https://127.0.0.1:" + server.port() + "/");
  }

  private void assertFailure(URI uri, Fate fate, Kind kind) {
    TransportFailure failure = Toys.failure(runner, Toys.get(uri));
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(failure.fate()).as("%s", failure).isEqualTo(fate);
  }
}
