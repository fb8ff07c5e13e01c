package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The bytes that each reply sends. */
class ReplyTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String DATE = "Date: Mon, 09 Mar 2026 23:11:25 GMT\r\n";

  /** Sends one request and returns everything that the client receives. */
  private static String sent(Reply reply) throws IOException {
    try (FakeServer server =
            FakeServer.serve(withFixedDate(reply), FakeTls.none(), FakeServer.ANY_PORT);
        RawClient client = new RawClient(server.uri())) {
      return client.get("/", "Connection: close").readToEnd();
    }
  }

  private static ExchangeHandler withFixedDate(Reply reply) {
    return new ExchangeHandler() {
      @Override
      public Reply reply(Exchange exchange) {
        return reply;
      }

      @Override
      public Reply unscripted(Exchange exchange) {
        return Reply.status(200).body("unscripted");
      }

      @Override
      public Reply stale() {
        return Reply.challenge("stale challenge");
      }

      @Override
      public Instant now() {
        return Instant.parse("2026-03-09T23:11:25Z");
      }
    };
  }

  @Test
  void responseGetsDateAndContentLength() throws Exception {
    assertThat(sent(Reply.status(503).header("Retry-After", "2").body("späť")))
        .isEqualTo(
            "HTTP/1.1 503 Service Unavailable\r\n"
                + DATE
                + "Retry-After: 2\r\nContent-Length: 6\r\n\r\n"
                + new String("späť".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @Test
  void responseKeepsItsOwnDateAndContentLength() throws Exception {
    assertThat(sent(Reply.status(200).header("date", "x").header("content-length", "0")))
        .isEqualTo("HTTP/1.1 200 OK\r\ndate: x\r\ncontent-length: 0\r\n\r\n");
  }

  @Test
  void responseWithStatus204HasNoBodyAndNoLength() throws Exception {
    assertThat(sent(Reply.status(204).body("x")))
        .isEqualTo("HTTP/1.1 204 No Content\r\n" + DATE + "\r\n");
  }

  @Test
  void chunksHoldTheWholeBody() throws Exception {
    assertThat(sent(Reply.status(200).body("abcde").chunked(2)))
        .endsWith("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n0\r\n\r\n");
  }

  @Test
  void bodyOfBytesIsSentUnchanged() throws Exception {
    assertThat(sent(Reply.status(200).body(new byte[] {(byte) 0xEF, 0, (byte) 0xFF})))
        .endsWith("\r\n\r\n\u00EF\u0000\u00FF");
  }

  @Test
  void responseToHeadHasNoBody() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Reply.status(200).body("abc"));
        RawClient client = new RawClient(server.uri())) {
      client.send("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).endsWith("Content-Length: 3\r\n\r\n");
    }
  }

  @Test
  void errorHasTheFormatOfTheService() {
    assertThat(Reply.error(404, "GROUP_NOT_FOUND", "No \"group\".", "a", "b").text())
        .isEqualTo(
            "{\"detail\":\"No \\\"group\\\".\",\"error\":404,\"errorCode\":\"GROUP_NOT_FOUND\","
                + "\"parameters\":[\"a\",\"b\"],\"reason\":\"Not Found\"}");
  }

  @Test
  void eachChallengeHasItsOwnField() throws Exception {
    assertThat(sent(Reply.challenge("Basic x", "Digest y")))
        .startsWith("HTTP/1.1 401 Unauthorized\r\n")
        .contains("WWW-Authenticate: Basic x\r\nWWW-Authenticate: Digest y\r\n");
    assertThat(sent(Reply.proxyChallenge("Basic x", "Digest y")))
        .startsWith("HTTP/1.1 407 Proxy Authentication Required\r\n")
        .contains("Proxy-Authenticate: Basic x\r\nProxy-Authenticate: Digest y\r\n");
  }

  @Test
  void redirectHasALocation() throws Exception {
    assertThat(sent(Reply.redirect(307, "http://x/"))).contains("307 ", "Location: http://x/\r\n");
  }

  @Test
  void invalidResponsesAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(100));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(1000));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(200).chunked(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.status(200).header("A", "b\r\nC: d"));
  }

  @Test
  void responseIsImmutable() {
    ResponseReply response = Reply.status(200);
    response.header("A", "b").body("c").chunked(1);
    assertThat(response.text()).isEmpty();
    byte[] bytes = {'a'};
    ResponseReply copied = response.body(bytes);
    bytes[0] = 'b';
    assertThat(copied.text()).isEqualTo("a");
  }

  @Test
  void connectionCloseFieldClosesTheConnection() throws Exception {
    try (FakeServer server =
            FakeServer.start(request -> Reply.status(200).header("Connection", "close"));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/").readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void thenCloseRespondsAndClosesWithoutConnectionClose() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Reply.thenClose(Reply.status(200)));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/").readToEnd()).startsWith("HTTP/1.1 200 ").doesNotContain("close");
    }
  }

  @Test
  void dropClosesWithoutAResponse() throws Exception {
    assertThat(sent(Reply.drop())).isEmpty();
  }

  @Test
  void informationalResponsesComeFirst() throws Exception {
    assertThat(sent(Reply.informational(Reply.unscripted(), 100, 103)))
        .matches("(?s)HTTP/1.1 100 .*\r\n\r\nHTTP/1.1 103 .*\r\n\r\nHTTP/1.1 200 OK.*unscripted");
  }

  @Test
  void unscriptedAndStaleRepliesComeFromTheHandler() throws Exception {
    assertThat(sent(Reply.unscripted())).endsWith("unscripted");
    assertThat(sent(Reply.stale())).contains("WWW-Authenticate: stale challenge");
  }

  @Test
  void delayedReplyWaits() throws Exception {
    Reply reply = Reply.delayed(Duration.ofMillis(80), Reply.status(200));
    long before = System.nanoTime();
    assertThat(sent(reply)).startsWith("HTTP/1.1 200 ");
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(80_000_000);
  }

  @Test
  void delayedReplyWaitsAlthoughAnotherRequestHasArrived() throws Exception {
    Reply reply = Reply.delayed(Duration.ofMillis(80), Reply.status(200));
    try (FakeServer server = FakeServer.start(request -> reply);
        RawClient client = new RawClient(server.uri())) {
      long before = System.nanoTime();
      client.get("/1").get("/2", "Connection: close");
      assertThat(client.readToEnd()).matches("(?s)(HTTP/1.1 200 .*){2}");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(160_000_000);
    }
  }

  @Test
  void delayEndsWhenTheClientCloses() throws Exception {
    Reply reply = Reply.delayed(Duration.ofDays(1), Reply.status(200));
    try (FakeServer server = FakeServer.start(request -> reply)) {
      new RawClient(server.uri()).get("/").close();
      assertThat(server.awaitRequests(1, TIMEOUT)).isTrue();
      assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    }
  }

  @Test
  void statusIsRecordedBeforeTheClientReceivesIt() throws Exception {
    try (FakeServer server =
            FakeServer.serve(
                withFixedDate(Reply.unscripted()), FakeTls.none(), FakeServer.ANY_PORT);
        RawClient client = new RawClient(server.uri())) {
      for (int i = 0; i < 50; i++) {
        client.get("/").readResponse();
        assertThat(server.requests().get(i).status()).hasValue(200);
      }
    }
  }

  @Test
  void droppedRequestHasNoStatus() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Reply.drop())) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/").readToEnd();
      }
      assertThat(server.requests().get(0).status()).isEmpty();
    }
  }

  @Test
  void replyBeforeDigestSendsTheSameBytes() throws Exception {
    Reply reply = Reply.status(418).body("x");
    assertThat(sent(reply.beforeDigest())).isEqualTo(sent(reply));
    assertThat(sent(Reply.drop().beforeDigest())).isEmpty();
  }

  @Test
  void toStringNamesTheFactory() {
    assertThat(Reply.drop()).hasToString("drop");
    assertThat(Reply.status(503).body("x")).hasToString("503 (1 bytes)");
    assertThat(Reply.delayed(Duration.ofSeconds(1), Hostile.reset()))
        .hasToString("delayed(PT1S, reset)");
    assertThat(Reply.status(503).beforeDigest()).hasToString("beforeDigest(503 (0 bytes))");
  }
}
