package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What hostile replies put on the wire. */
class HostileTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final ResponseReply FIRST = Reply.status(200).header("Date", "x").body("first");
  private static final ResponseReply SECOND = Reply.status(203).header("Date", "x").body("second");
  private static final String ON_THE_WIRE =
      "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nfirst";

  private static String heard(Reply reply, int bytes) throws Exception {
    try (HttpServer server = HttpServer.start(request -> reply);
        RawClient client = new RawClient(server.uri())) {
      return client.get("/").read(bytes);
    }
  }

  @Test
  void whatComesUnaskedComesBehindTheAnswer() throws Exception {
    assertThat(heard(Hostile.extraBytes(FIRST, "ü?"), ON_THE_WIRE.length() + 2))
        .isEqualTo(ON_THE_WIRE + "ü?");
    int both = ON_THE_WIRE.length() + 30;
    assertThat(heard(Hostile.pipelined(FIRST, SECOND), both))
        .startsWith(ON_THE_WIRE + "HTTP/1.1 203 Status\r\n");
    assertThat(heard(Hostile.unsolicited(FIRST, Duration.ofMillis(1), SECOND), both))
        .startsWith(ON_THE_WIRE + "HTTP/1.1 203 Status\r\n");
  }

  @Test
  void theConnectionGoesOn() throws Exception {
    Reply extra = Hostile.extraBytes(FIRST, "?");
    try (HttpServer server = HttpServer.start(request -> extra);
        RawClient client = new RawClient(server.uri())) {
      client.get("/1").get("/2");
      String once = ON_THE_WIRE + "?";
      assertThat(client.read(2 * once.length())).isEqualTo(once + once);
    }
  }

  private static void assertHeard(Reply reply, String fieldsAndBody) throws Exception {
    String all = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fieldsAndBody;
    assertThat(heard(reply, all.length())).isEqualTo(all);
  }

  @Test
  void lengthsThatContradictEachOther() throws Exception {
    assertHeard(
        Hostile.lengthAndChunks("{\"a\":1}"),
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n");
    assertHeard(
        Hostile.conflictingLengths("{\"a\":1}"),
        "Content-Length: 2\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
  }

  @Test
  void chunksThatCannotBe() throws Exception {
    assertHeard(
        Hostile.hugeChunk(), "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff0\r\n{}\r\n");
    assertHeard(Hostile.negativeChunk(), "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n");
  }

  @Test
  void whatNeverEndsEndsWhenTheClientCloses() throws Exception {
    Duration often = Duration.ofNanos(1);
    for (Reply endless :
        new Reply[] {
          Hostile.endlessChunks(),
          Hostile.endlessChunkLine(),
          Hostile.endlessTrailers(),
          Hostile.endlessInformational(often)
        }) {
      try (HttpServer server = HttpServer.start(request -> endless)) {
        try (RawClient client = new RawClient(server.uri())) {
          assertThat(client.get("/").read(100_000)).as(endless.toString()).hasSize(100_000);
        }
        assertThat(server.log().awaitOpenConnections(0, SOON)).isTrue();
      }
    }
  }

  @Test
  void aBombIsSmallUntilItIsOpened() throws Exception {
    ResponseReply bomb = Hostile.gzipBomb(3);
    byte[] wire = bomb.content();
    assertThat(wire.length).isLessThan(20_000);
    try (InputStream opened = new GZIPInputStream(new ByteArrayInputStream(wire))) {
      assertThat(opened.transferTo(OutputStream.nullOutputStream())).isEqualTo(2 + (3 << 20));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Hostile.gzipBomb(0));
  }
}
