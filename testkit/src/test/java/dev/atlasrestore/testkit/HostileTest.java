package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The bytes that each hostile reply sends. */
class HostileTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ResponseReply FIRST = Reply.status(200).header("Date", "x").body("first");
  private static final ResponseReply SECOND = Reply.status(203).header("Date", "x").body("second");
  private static final String FIRST_SENT =
      "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nfirst";

  /** Sends one request and returns everything that the client receives. */
  private static String sent(Reply reply) throws IOException {
    try (FakeServer server = FakeServer.start(request -> reply);
        RawClient client = new RawClient(server.uri())) {
      return client.get("/", "Connection: close").readToEnd();
    }
  }

  /** Sends one request and returns the first bytes that the client receives. */
  private static String sent(Reply reply, int bytes) throws IOException {
    try (FakeServer server = FakeServer.start(request -> reply);
        RawClient client = new RawClient(server.uri())) {
      return client.get("/").read(bytes);
    }
  }

  @Test
  void resetSendsRst() {
    assertThatThrownBy(() -> sent(Hostile.reset())).isInstanceOf(SocketException.class);
  }

  @Test
  void partialResponsesEndEarly() throws Exception {
    assertThat(sent(Hostile.closeInHead())).isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: applic");
    assertThat(sent(Hostile.truncated(20, 7))).endsWith("Content-Length: 20\r\n\r\n{\"id\":\"");
    assertThat(sent(Hostile.truncated())).contains("Content-Length: 100\r\n\r\n").endsWith("0000");
    assertThat(sent(Hostile.missingLastChunk())).endsWith("\r\n\r\n2\r\n{}\r\n");
  }

  @Test
  void garbageIsNotHttp() throws Exception {
    assertThat(sent(Hostile.garbage())).startsWith("SSH-2.0-").doesNotContain("HTTP/1.1");
    assertThat(sent(Hostile.impossibleStatus("{}")))
        .startsWith("HTTP/1.1 42 ")
        .endsWith("\r\n\r\n{}");
  }

  @Test
  void rawBytesAreSentUnchanged() throws Exception {
    assertThat(sent(Hostile.raw("a\u00FFb"))).isEqualTo("a\u00FFb");
    try (FakeServer server = FakeServer.start(request -> Hostile.raw("ab", false));
        RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/1").read(2) + client.get("/2").read(2)).isEqualTo("abab");
    }
  }

  @Test
  void stallEndsWhenTheClientCloses() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Hostile.stall())) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/");
        assertThat(server.awaitRequests(1, TIMEOUT)).isTrue();
        assertThat(server.openConnections()).isEqualTo(1);
      }
      assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    }
  }

  @Test
  void stallInBodyEndsWhenTheClientCloses() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Hostile.stallInBody())) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/");
        assertThat(client.readHead() + client.read(11)).endsWith("{\"id\":\"0000");
        assertThat(server.openConnections()).isEqualTo(1);
      }
      assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    }
  }

  @Test
  void drippedResponseIsComplete() throws Exception {
    ResponseReply response = Reply.status(200).header("Date", "x").body("abc");
    assertThat(sent(Hostile.drip(Duration.ofNanos(1), response))).isEqualTo(sent(response));
    assertThat(sent(Hostile.dripBody(Duration.ofMillis(1), response))).isEqualTo(sent(response));
  }

  @Test
  void dripEndsWhenTheClientCloses() throws Exception {
    Reply reply = Hostile.dripBody(Duration.ofMinutes(1), Reply.status(200).body("abc"));
    try (FakeServer server = FakeServer.start(request -> reply)) {
      try (RawClient client = new RawClient(server.uri())) {
        client.get("/").readHead();
        assertThat(client.read(1)).isEqualTo("a");
      }
      assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    }
  }

  @Test
  void hugeHeadersHaveTheSizeAskedFor() throws Exception {
    assertThat(sent(Hostile.hugeHeaders(100_000)))
        .endsWith("\r\n\r\n{}")
        .hasSizeBetween(100_000, 105_000);
  }

  @Test
  void unsolicitedBytesFollowTheResponse() throws Exception {
    assertThat(sent(Hostile.extraBytes(FIRST, "ü?"), FIRST_SENT.length() + 2))
        .isEqualTo(FIRST_SENT + "ü?");
    int both = FIRST_SENT.length() + 30;
    assertThat(sent(Hostile.pipelined(FIRST, SECOND), both))
        .startsWith(FIRST_SENT + "HTTP/1.1 203 Status\r\n");
    assertThat(sent(Hostile.unsolicited(FIRST, Duration.ofMillis(1), SECOND), both))
        .startsWith(FIRST_SENT + "HTTP/1.1 203 Status\r\n");
  }

  @Test
  void connectionStaysUsableAfterExtraBytes() throws Exception {
    Reply extra = Hostile.extraBytes(FIRST, "?");
    try (FakeServer server = FakeServer.start(request -> extra);
        RawClient client = new RawClient(server.uri())) {
      client.get("/1").get("/2");
      String once = FIRST_SENT + "?";
      assertThat(client.read(2 * once.length())).isEqualTo(once + once);
    }
  }

  private static void assertSends(Reply reply, String fieldsAndBody) throws Exception {
    String expected = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fieldsAndBody;
    assertThat(sent(reply, expected.length())).isEqualTo(expected);
  }

  @Test
  void lengthsContradictEachOther() throws Exception {
    assertSends(
        Hostile.lengthAndChunks("{\"a\":1}"),
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n");
    assertSends(
        Hostile.conflictingLengths("{\"a\":1}"),
        "Content-Length: 2\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
  }

  @Test
  void chunkSizesAreInvalid() throws Exception {
    assertSends(
        Hostile.hugeChunk(), "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff0\r\n{}\r\n");
    assertSends(Hostile.negativeChunk(), "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n");
    assertSends(Hostile.badChunk(), "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\nxyz\r\n");
  }

  @Test
  void endlessRepliesContinueUntilTheClientCloses() throws Exception {
    for (Reply endless :
        List.of(
            Hostile.endlessHead(),
            Hostile.endlessBody(),
            Hostile.endlessChunks(),
            Hostile.endlessChunkLine(),
            Hostile.endlessTrailers())) {
      assertIsEndless(endless, 3_000_000);
    }
    assertIsEndless(Hostile.endlessInformational(Duration.ofNanos(1)), 100_000);
  }

  private static void assertIsEndless(Reply endless, int bytes) throws Exception {
    try (FakeServer server = FakeServer.start(request -> endless)) {
      try (RawClient client = new RawClient(server.uri())) {
        assertThat(client.get("/").read(bytes))
            .as(endless.toString())
            .startsWith("HTTP/1.1 ")
            .hasSize(bytes);
      }
      assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    }
  }

  @Test
  void gzipBombIsSmallUntilItIsDecompressed() throws Exception {
    ResponseReply bomb = Hostile.gzipBomb(3);
    byte[] compressed = bomb.content();
    assertThat(compressed.length).isLessThan(20_000);
    try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(2 + (3 << 20));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Hostile.gzipBomb(0));
  }

  @Test
  void toStringNamesTheFactory() {
    assertThat(Hostile.badChunk()).hasToString("badChunk");
    assertThat(Hostile.reset()).hasToString("reset");
  }
}
