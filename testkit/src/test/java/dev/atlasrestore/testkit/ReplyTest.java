package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each reply puts on the wire. */
class ReplyTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** What one client hears, up to the end of the connection. */
  private static String played(Reply reply) throws IOException {
    try (HttpServer server = HttpServer.start(dated(reply));
        RawClient client = new RawClient(server.uri())) {
      return client.get("/", "Connection: close").readToEnd();
    }
  }

  private static Host dated(Reply reply) {
    return new Host() {
      @Override
      public Reply reply(SeenRequest request) {
        return reply;
      }

      @Override
      public Reply honest(Turn turn) {
        return Reply.status(200).body("honest");
      }

      @Override
      public Reply stale() {
        return Reply.challenge("stale one");
      }

      @Override
      public Instant now() {
        return Instant.parse("2026-03-09T23:11:25Z");
      }
    };
  }

  private static final String DATE = "Date: Mon, 09 Mar 2026 23:11:25 GMT\r\n";

  @Test
  void anAnswerHasDateAndLength() throws Exception {
    assertThat(played(Reply.status(503).header("Retry-After", "2").body("späť")))
        .isEqualTo(
            "HTTP/1.1 503 Service Unavailable\r\n"
                + DATE
                + "Retry-After: 2\r\nContent-Length: 6\r\n\r\n"
                + new String("späť".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @Test
  void anAnswersOwnDateAndLengthStand() throws Exception {
    assertThat(played(Reply.status(200).header("date", "x").header("content-length", "0")))
        .isEqualTo("HTTP/1.1 200 OK\r\ndate: x\r\ncontent-length: 0\r\n\r\n");
  }

  @Test
  void noContentMeansNoBodyAndNoLength() throws Exception {
    assertThat(played(Reply.status(204).body("x")))
        .isEqualTo("HTTP/1.1 204 No Content\r\n" + DATE + "\r\n");
  }

  @Test
  void chunksHoldTheWholeBody() throws Exception {
    assertThat(played(Reply.status(200).body("abcde").chunked(2)))
        .endsWith("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n0\r\n\r\n");
  }

  @Test
  void bytesStayBytes() throws Exception {
    assertThat(played(Reply.status(200).body(new byte[] {(byte) 0xEF, 0, (byte) 0xFF})))
        .endsWith("\r\n\r\n\u00EF\u0000\u00FF");
  }

  @Test
  void headOfAnAnswerToHeadOnly() throws Exception {
    try (HttpServer server = HttpServer.start(request -> Reply.status(200).body("abc"));
        RawClient client = new RawClient(server.uri())) {
      client.send("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).endsWith("Content-Length: 3\r\n\r\n");
    }
  }

  @Test
  void anErrorIsWordedAsTheServiceDoes() {
    assertThat(Reply.error(404, "GROUP_NOT_FOUND", "No \"group\".", "a", "b").text())
        .isEqualTo(
            "{\"detail\":\"No \\\"group\\\".\",\"error\":404,\"errorCode\":\"GROUP_NOT_FOUND\","
                + "\"parameters\":[\"a\",\"b\"],\"reason\":\"Not Found\"}");
  }

  @Test
  void challengesStandInFieldsOfTheirOwn() throws Exception {
    assertThat(played(Reply.challenge("Basic x", "Digest y")))
        .startsWith("HTTP/1.1 401 Unauthorized\r\n")
        .contains("WWW-Authenticate: Basic x\r\nWWW-Authenticate: Digest y\r\n");
  }

  @Test
  void aRedirectSaysWhere() throws Exception {
    assertThat(played(Reply.redirect(307, "http://x/")))
        .contains("307 ", "Location: http://x/\r\n");
  }

  @Test
  void anAnswerThatCannotBeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(100));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(1000));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(200).chunked(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.status(200).header("A", "b\r\nC: d"));
  }

  @Test
  void anAnswerIsNotChangedByWhatIsMadeOfIt() {
    ResponseReply answer = Reply.status(200);
    answer.header("A", "b").body("c").chunked(1);
    assertThat(answer.text()).isEmpty();
    byte[] bytes = {'a'};
    ResponseReply copied = answer.body(bytes);
    bytes[0] = 'b';
    assertThat(copied.text()).isEqualTo("a");
  }

  @Test
  void connectionCloseCloses() throws Exception {
    try (HttpServer server =
            HttpServer.start(request -> Reply.status(200).header("Connection", "close"));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/").readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whatClosesUnannouncedHasAnsweredBefore() throws Exception {
    try (HttpServer server = HttpServer.start(request -> Reply.thenClose(Reply.status(200)));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/").readToEnd()).startsWith("HTTP/1.1 200 ").doesNotContain("close");
    }
  }

  @Test
  void aProxysChallengesStandInFieldsOfTheirOwn() throws Exception {
    assertThat(played(Reply.proxyChallenge("Basic x", "Digest y")))
        .startsWith("HTTP/1.1 407 Proxy Authentication Required\r\n")
        .contains("Proxy-Authenticate: Basic x\r\nProxy-Authenticate: Digest y\r\n");
  }

  @Test
  void dropEndsInGoodOrder() throws Exception {
    assertThat(played(Reply.drop())).isEmpty();
  }

  @Test
  void resetResets() {
    assertThatThrownBy(() -> played(Hostile.reset())).isInstanceOf(SocketException.class);
  }

  @Test
  void faultsInTheMiddleOfAnAnswer() throws Exception {
    assertThat(played(Hostile.closeInHead())).isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: applic");
    assertThat(played(Hostile.truncated(20, 7))).endsWith("Content-Length: 20\r\n\r\n{\"id\":\"");
    assertThat(played(Hostile.truncated()))
        .contains("Content-Length: 100\r\n\r\n")
        .endsWith("0000");
    assertThat(played(Hostile.badChunk())).contains("chunked\r\n\r\n5\r\n{\"id\"\r\nxyz\r\n");
    assertThat(played(Hostile.missingLastChunk())).endsWith("\r\n\r\n2\r\n{}\r\n");
  }

  @Test
  void whatIsNoHttp() throws Exception {
    assertThat(played(Hostile.garbage())).startsWith("SSH-2.0-").doesNotContain("HTTP/1.1");
    assertThat(played(Hostile.impossibleStatus("{}")))
        .startsWith("HTTP/1.1 42 ")
        .endsWith("\r\n\r\n{}");
  }

  @Test
  void rawBytesGoOutAsTheyAre() throws Exception {
    assertThat(played(Hostile.raw("a\u00FFb"))).isEqualTo("a\u00FFb");
    try (HttpServer server = HttpServer.start(request -> Hostile.raw("ab", false));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/1").read(2) + client.get("/2").read(2)).isEqualTo("abab");
    }
  }

  @Test
  void informationalAnswersComeFirst() throws Exception {
    assertThat(played(Reply.informational(Reply.unscripted(), 100, 103)))
        .matches("(?s)HTTP/1.1 100 .*\r\n\r\nHTTP/1.1 103 .*\r\n\r\nHTTP/1.1 200 OK.*honest");
  }

  @Test
  void theServersOwnRepliesAreItsHosts() throws Exception {
    assertThat(played(Reply.unscripted())).endsWith("honest");
    assertThat(played(Reply.stale())).contains("WWW-Authenticate: stale one");
  }

  @Test
  void stallsEndWhenTheClientLeaves() throws Exception {
    for (Reply reply : List.of(Hostile.stall(), Hostile.stallInBody())) {
      try (HttpServer server = HttpServer.start(request -> reply)) {
        try (RawClient client = new RawClient(server.uri())) {
          client.get("/");
          assertThat(server.log().awaitRequests(1, SOON)).isTrue();
          if (reply.toString().equals("stallInBody")) {
            assertThat(client.readHead() + client.read(11)).endsWith("{\"id\":\"0000");
          }
          assertThat(server.log().openConnections()).isEqualTo(1);
        }
        assertThat(server.log().awaitOpenConnections(0, SOON)).isTrue();
      }
    }
  }

  @Test
  void dripsArriveWholeInTheEnd() throws Exception {
    ResponseReply answer = Reply.status(200).body("abc");
    assertThat(played(Hostile.drip(Duration.ofNanos(1), answer))).isEqualTo(played(answer));
    assertThat(played(Hostile.dripBody(Duration.ofMillis(1), answer))).isEqualTo(played(answer));
  }

  @Test
  void dripsEndWhenTheClientLeaves() throws Exception {
    ResponseReply answer = Reply.status(200).body("abc");
    try (HttpServer server =
        HttpServer.start(request -> Hostile.dripBody(Duration.ofMinutes(1), answer))) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/").readHead();
        assertThat(client.read(1)).isEqualTo("a");
      }
      assertThat(server.log().awaitOpenConnections(0, SOON)).isTrue();
    }
  }

  @Test
  void aDelayIsWaitedFor() throws Exception {
    Reply reply = Reply.delayed(Duration.ofMillis(80), Reply.status(200));
    long before = System.nanoTime();
    assertThat(played(reply)).startsWith("HTTP/1.1 200 ");
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(80_000_000);
  }

  @Test
  void aDelayIsWaitedForThoughTheNextRequestIsThere() throws Exception {
    Reply reply = Reply.delayed(Duration.ofMillis(80), Reply.status(200));
    try (HttpServer server = HttpServer.start(request -> reply);
        RawClient client = new RawClient(server.uri())) {
      long before = System.nanoTime();
      client.get("/1").get("/2", "Connection: close");
      assertThat(client.readToEnd()).matches("(?s)(HTTP/1.1 200 .*){2}");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(160_000_000);
    }
  }

  @Test
  void aDelayEndsWhenTheClientLeaves() throws Exception {
    Reply reply = Reply.delayed(Duration.ofDays(1), Reply.status(200));
    try (HttpServer server = HttpServer.start(request -> reply)) {
      new RawClient(server.uri()).get("/").close();
      assertThat(server.log().awaitRequests(1, SOON)).isTrue();
      assertThat(server.log().awaitOpenConnections(0, SOON)).isTrue();
    }
  }

  @Test
  void whatNeverEndsGoesOnUntilTheClientLeaves() throws Exception {
    for (Reply reply : List.of(Hostile.endlessBody(), Hostile.endlessHead())) {
      try (HttpServer server = HttpServer.start(request -> reply)) {
        try (RawClient client = new RawClient(server.uri())) {
          assertThat(client.get("/").read(3_000_000)).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(server.log().awaitOpenConnections(0, SOON)).isTrue();
      }
    }
  }

  @Test
  void hugeHeadersEndAfterSoMuch() throws Exception {
    String heard = played(Hostile.hugeHeaders(100_000));
    assertThat(heard).endsWith("\r\n\r\n{}").hasSizeBetween(100_000, 105_000);
  }

  @Test
  void theStatusIsNotedBeforeItIsHeard() throws Exception {
    try (HttpServer server = HttpServer.start(dated(Reply.unscripted()));
        RawClient client = new RawClient(server.uri())) {
      for (int i = 0; i < 50; i++) {
        client.get("/").readResponse();
        assertThat(server.log().requests().get(i).status()).hasValue(200);
      }
    }
    try (HttpServer server = HttpServer.start(request -> Reply.drop())) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/").readToEnd();
      }
      assertThat(server.log().requests().get(0).status()).isEmpty();
    }
  }

  @Test
  void namesAreForReports() {
    assertThat(Reply.drop()).hasToString("drop");
    assertThat(Hostile.badChunk()).hasToString("badChunk");
    assertThat(Reply.status(503).body("x")).hasToString("503 (1 bytes)");
    assertThat(Reply.delayed(Duration.ofSeconds(1), Hostile.reset()))
        .hasToString("delayed(PT1S, reset)");
  }
}
