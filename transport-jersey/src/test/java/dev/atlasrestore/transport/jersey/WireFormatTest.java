package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests which bytes the library's own native client sends, and which bytes it accepts as a
 * response.
 */
@Timeout(60)
class WireFormatTest {

  private static final String LONG_HEADER = "X: " + "x".repeat(60_000) + "\r\n";

  @Test
  void oneConnectionCarriesResponsesOfEveryFraming() throws Exception {
    List<String> responses =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1;x=y\r\ny\r\n0\r\nT: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest x\r\nContent-Length: 4\r\n\r\nbody",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: ;;;\r\nX-Empty:\r\n\r\nbody");
    try (RawServer server =
            new RawServer(
                connection -> {
                  for (String response : responses) {
                    connection.readRequestHead();
                    connection.write(response);
                  }
                  connection.awaitEnd();
                });
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      for (String response : responses) {
        HttpResponse received =
            (HttpResponse) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
        assertThat(new String(received.body(), StandardCharsets.UTF_8))
            .as(response)
            .isEqualTo(response.contains("bod") ? "body" : "");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void longBodyInUnevenChunksIsReadWhole() throws Exception {
    String body = "0123456789abcdef".repeat(3_333);
    StringBuilder chunks =
        new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int from = 0, size = 1; from < body.length(); from += size, size = size * 3 + 1) {
      String chunk = body.substring(from, Math.min(body.length(), from + size));
      chunks
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    try (RawServer server = RawServer.respondingWith(chunks.append("0\r\n\r\n").toString());
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      HttpResponse response =
          (HttpResponse) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
      assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }
  }

  @Test
  void onlyTheRequestWithHostAndConnectionIsSent() throws Exception {
    try (RawServer server =
            RawServer.respondingWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      HttpRequest request =
          HttpRequest.get(server.uri().resolve("/a%2Fb//c/%2e%2E/;d?e=%20#f"))
              .withHeader("Accept", "application/json");
      runner.start(ExchangeCalls.send(request, TestCalls.LONG)).await();
      assertThat(server.requestHeads().get(0).trim().split("\r\n"))
          .containsExactlyInAnyOrder(
              "GET /a%2Fb//c/%2e%2E/;d?e=%20 HTTP/1.1",
              "Accept: application/json",
              "Host: 127.0.0.1:" + server.uri().getPort(),
              "Connection: keep-alive");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MALFORMED | SSH-2.0-OpenSSH_9.2",
        "MALFORMED | garbage, then HTTP/1.1 200 OK",
        "MALFORMED | HTTP/1.1 2000 OK",
        "MALFORMED | HTTP/1.1 200 OK, no colon, Content-Length: 0",
        "MALFORMED | HTTP/9.9 200 OK",
      })
  void malformedHeaderSectionFails(Kind kind, String lines) throws Exception {
    assertFails(lines.replace(", ", "\r\n") + "\r\n\r\n", kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfour\r\nbody\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody0\r\n\r\n",
      })
  void incompleteBodyIsTruncated(String response) throws Exception {
    assertFails(response, Kind.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HT", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: 1\r\n"})
  void incompleteHeaderSectionIsAClosedConnection(String response) throws Exception {
    assertFails(response, Kind.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void droppedRequestOnASuppliedClientHasUnknownFate(boolean reset) throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  if (reset) {
                    connection.reset();
                  }
                });
        BlockingRunner runner =
            BlockingRunner.onSuppliedClient(TestClients.recommended().build())) {
      assertThat(
              (TransportFailure) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await())
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, Kind.CLOSED);
      assertThat(server.requestHeads()).hasSize(1);
    }
  }

  @Test
  void endlessHeaderSectionIsTooLarge() throws Exception {
    assertFails("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20), Kind.HEAD_TOO_LARGE);
    assertFails("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1 << 18), Kind.HEAD_TOO_LARGE);
  }

  @Test
  void wholeHeaderSectionIsLimitedTo64KiB() throws Exception {
    String end = "Content-Length: 0\r\n\r\n";
    assertFails("HTTP/1.1 200 OK\r\n" + LONG_HEADER.repeat(90) + end, Kind.HEAD_TOO_LARGE);
    assertFails("HTTP/1.1 200 OK\r\n" + LONG_HEADER.repeat(2) + end, Kind.HEAD_TOO_LARGE);
    assertSucceeds("HTTP/1.1 200 OK\r\n" + LONG_HEADER + end);
  }

  @Test
  void thousandsOfShortHeadersAreAccepted() throws Exception {
    String headers = "X: 45678\r\n".repeat(6_000);
    assertSucceeds("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 0\r\n\r\n");
  }

  @Test
  void trailerSectionIsLimitedTo64KiB() throws Exception {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n";
    assertFails(chunked + LONG_HEADER.repeat(2) + "\r\n", Kind.HEAD_TOO_LARGE);
    assertSucceeds(chunked + LONG_HEADER + "\r\n");
  }

  @Test
  void anyNumberOfChunksIsAccepted() throws Exception {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertSucceeds(chunked + "1;extension=value\r\nx\r\n".repeat(30_000) + "0\r\n\r\n");
  }

  @Test
  void hugeContentLengthIsTooLarge() throws Exception {
    assertFails("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nx", Kind.TOO_LARGE);
  }

  @Test
  void plainServerFailsTheTlsHandshake() throws Exception {
    try (RawServer plain =
            new RawServer(
                connection -> {
                  connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                  connection.awaitEnd();
                });
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      assertThat(runner.start(TestCalls.send(plain.httpsUri(), TestCalls.LONG)).await())
          .extracting("fate", "kind")
          .containsExactly(Fate.NOT_SENT, Kind.TLS);
    }
  }

  @Test
  void unknownHostIsReported() throws Exception {
    try (BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      assertThat(
              runner
                  .start(TestCalls.send(URI.create("http://no-such-host.invalid/"), TestCalls.LONG))
                  .await())
          .extracting("fate", "kind")
          .containsExactly(Fate.NOT_SENT, Kind.UNKNOWN_HOST);
    }
  }

  private static void assertSucceeds(String response) throws Exception {
    try (RawServer server = RawServer.respondingWith(response);
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      assertThat(runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await())
          .isInstanceOf(HttpResponse.class);
    }
  }

  private static void assertFails(String response, Kind kind) throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write(response);
                });
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      assertThat(
              (TransportFailure) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await())
          .as(response.substring(0, Math.min(response.length(), 100)))
          .extracting(TransportFailure::fate, TransportFailure::kind)
          .containsExactly(Fate.UNKNOWN, kind);
    }
  }
}
