package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;

/** The rule RUN-26: a {@code Transfer} passes the body of a response to its sink. */
interface RunnerTransferRules {

  /** More than any stack reads at once. */
  int LARGE = (5 << 20) + 1;

  @Rule(
      id = "RUN-26",
      text =
          "The sink receives every byte of a body in order: of a body with a declared length, and of"
              + " a chunked body.")
  default void sinkGetsTheWholeBody(RunnerFixtures fixtures) throws Exception {
    for (int size : List.of(0, 1, LARGE)) {
      ResponseReply declared = Reply.status(200).body(RecordingSink.body(size));
      assertReachesSink(fixtures, declared, size);
      assertReachesSink(fixtures, declared.chunked(70_001), size);
    }
  }

  @Rule(
      id = "RUN-26.close",
      text = "The sink receives every byte of a body that ends with the connection.")
  default void sinkGetsABodyThatEndsWithTheConnection(RunnerFixtures fixtures) throws Exception {
    for (int size : List.of(0, 1, LARGE)) {
      String body = new String(RecordingSink.body(size), StandardCharsets.ISO_8859_1);
      Reply untilClose = Hostile.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body);
      assertReachesSink(fixtures, untilClose, size);
    }
  }

  private void assertReachesSink(RunnerFixtures fixtures, Reply reply, int size) throws Exception {
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      HttpResponse response = fixture.transferred("/", sink);
      assertEquals(0, response.body().length, "bytes in the reported response");
    }
    sink.assertBody(size);
  }

  @Rule(
      id = "RUN-26.sink",
      text =
          "The runner asks for the sink once, with the status and the header fields of the final"
              + " response and an empty body.")
  default void sinkIsAskedForOnceWithTheHead(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    ResponseReply response =
        Reply.status(206).header("X-A", "1").header("X-A", "2").header("ETag", "\"e\"");
    for (Reply reply :
        List.of(
            response,
            response.body(RecordingSink.body(LARGE)).chunked(1 << 16),
            Reply.informational(response.body("body"), 103, 103))) {
      Queue<HttpResponse> heads = new ConcurrentLinkedQueue<>();
      RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        Object result =
            fixture.run(
                fixture.transfer(
                    "/",
                    RunnerFixture.LONG,
                    head -> {
                      heads.add(head);
                      return Optional.of(sink);
                    }));
        HttpResponse reported = assertInstanceOf(HttpResponse.class, result);
        assertEquals(1, heads.size(), "times that the sink was asked for");
        for (HttpResponse each : List.of(heads.element(), reported)) {
          assertEquals(206, each.status());
          assertEquals(List.of("1", "2"), each.headers("x-a"));
          assertEquals(Optional.of("\"e\""), each.header("ETag"));
          assertEquals(0, each.body().length);
        }
      }
    }
  }

  @Rule(
      id = "RUN-26.coding",
      text = "The sink receives a body with a content coding as it was sent, not decoded.")
  default void contentCodingIsNotDecoded(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    byte[] coded = gzip(RecordingSink.body(LARGE));
    Reply reply = Reply.status(200).header("Content-Encoding", "gzip").body(coded);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      fixture.transferred(
          "/",
          bytes -> {
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            written.write(part);
          });
    }
    assertArrayEquals(coded, written.toByteArray());
  }

  @Rule(id = "RUN-26.length", text = "Bytes after the declared length do not reach the sink.")
  default void bytesAfterTheLengthDoNotReachTheSink(RunnerFixtures fixtures) throws Exception {
    ResponseReply response = Reply.status(200).body(RecordingSink.body(LARGE));
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    try (RunnerFixture fixture =
        fixtures.open(request -> Hostile.extraBytes(response, "more".repeat(1000)))) {
      fixture.run(fixture.transfer("/", RunnerFixture.LONG, head -> Optional.of(sink)));
    }
    sink.assertBody(LARGE);
  }

  @Rule(
      id = "RUN-26.kept",
      text = "Without a sink, the response is reported with its body of at most `maxBodyBytes`.")
  default void bodyWithoutASinkIsKept(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    byte[] body = RecordingSink.body(ExchangeCalls.MAX_BODY_BYTES);
    ResponseReply declared = Reply.status(404).body(body);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        HttpResponse response = fixture.keptResponse("/");
        assertEquals(404, response.status());
        assertArrayEquals(body, response.body());
      }
    }
  }

  @Rule(
      id = "RUN-26.kept",
      text =
          "Without a sink, a body larger than `maxBodyBytes` is reported as `TOO_LARGE`. An endless"
              + " body is not read further.")
  default void bodyWithoutASinkIsLimited(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    ResponseReply tooLarge =
        Reply.status(404).body(RecordingSink.body(ExchangeCalls.MAX_BODY_BYTES + 1));
    for (Reply reply : List.of(tooLarge, Hostile.endlessChunks())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        TransportFailure failure =
            fixture.failure(fixture.transfer("/", RunnerFixture.LONG, head -> Optional.empty()));
        assertEquals(TransportFailure.Kind.TOO_LARGE, failure.kind(), reply.toString());
        if (reply != tooLarge) {
          fixture.assertConnectionsFreed("after a body over the limit");
        }
      }
    }
  }

  @Rule(
      id = "RUN-26.redirect",
      text = "A redirect of a `Transfer` is returned as a response and is never followed.")
  default void redirectOfATransferIsReturned(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    try (RunnerFixture elsewhere = fixtures.open(request -> RunnerFixture.OK)) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String location : List.of("/elsewhere", elsewhere.uri("/").toString())) {
          try (RunnerFixture fixture =
              fixtures.open(request -> Reply.redirect(status, location).body("moved"))) {
            HttpResponse response = fixture.keptResponse("/");
            assertEquals(status, response.status());
            assertEquals(Optional.of(location), response.header("Location"));
            assertEquals("moved", RunnerFixture.text(response));
            assertEquals(List.of("/"), fixture.targets());
          }
        }
      }
      assertEquals(List.of(), elsewhere.targets());
    }
  }

  @Rule(
      id = "RUN-26.origin",
      text = "One runner sends requests to several origins, each to the origin of its address.")
  default void transferGoesToItsOwnOrigin(RunnerFixtures fixtures) throws Exception {
    RequestHandler archive = request -> Reply.status(200).body(RecordingSink.body(LARGE));
    try (RunnerFixture elsewhere = fixtures.open(archive);
        RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      fixture.response("/api");
      RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
      Object result =
          fixture.run(
              ExchangeCalls.transfer(
                  HttpRequest.get(elsewhere.uri("/archive")),
                  RunnerFixture.LONG,
                  head -> Optional.of(sink)));
      assertInstanceOf(HttpResponse.class, result);
      sink.assertBody(LARGE);
      fixture.response("/api");
      assertEquals(List.of("/archive"), elsewhere.targets());
      assertEquals(List.of("/api", "/api"), fixture.targets());
    }
  }

  @Rule(id = "RUN-26.reuse", text = "After a complete `Transfer`, its connection is used again.")
  default void connectionIsUsedAgainAfterATransfer(RunnerFixtures fixtures) throws Exception {
    ResponseReply declared = Reply.status(200).body(RecordingSink.body(LARGE));
    for (ResponseReply reply : List.of(declared, declared.chunked(1 << 16))) {
      RequestHandler handler =
          request -> request.target().equals("/archive") ? reply : RunnerFixture.OK;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        for (int i = 0; i < 3; i++) {
          RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
          fixture.transferred("/archive", sink);
          sink.assertBody(LARGE);
          fixture.response("/next");
        }
        assertEquals(1, fixture.server().connections(), "connections for six requests");
      }
    }
  }

  @Rule(
      id = "RUN-26.truncated",
      text = "A body that breaks off is reported as `TRUNCATED`, with the fate `UNKNOWN`.")
  default void bodyThatBreaksOffIsTruncated(RunnerFixtures fixtures) throws Exception {
    String part = new String(RecordingSink.body(LARGE), StandardCharsets.ISO_8859_1);
    String chunk = Integer.toHexString(LARGE) + "\r\n" + part;
    String head = "HTTP/1.1 200 OK\r\n";
    for (Reply reply :
        List.of(
            Hostile.raw(head + "Content-Length: " + (2L * LARGE) + "\r\n\r\n" + part),
            Hostile.raw(head + "Content-Length: " + (8L << 30) + "\r\n\r\n"),
            Hostile.raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk),
            Hostile.raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n"),
            Hostile.raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "\r\nxyz\r\n"))) {
      RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
      RequestHandler handler = request -> request.target().equals("/") ? reply : RunnerFixture.OK;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        TransportFailure failure =
            fixture.failure(fixture.transfer("/", RunnerFixture.LONG, h -> Optional.of(sink)));
        assertEquals(TransportFailure.Kind.TRUNCATED, failure.kind());
        assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate());
        sink.assertPartOfBody();
        assertTrue(sink.written() <= LARGE, () -> sink.written() + " bytes of " + LARGE);
        fixture.response("/next");
      }
    }
  }

  @Rule(
      id = "RUN-26.failed",
      text =
          "If the sink throws, the rest of the body is not read, and the kind `OTHER` is reported"
              + " with this exception as the cause.")
  default void exceptionOfTheSinkEndsTheTransfer(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    Reply endless = Hostile.endlessChunks();
    Reply small = Reply.status(200).body("small");
    for (Reply reply : List.of(endless, small)) {
      for (Exception thrown :
          List.of(new IOException("disk full"), new IllegalStateException("sink"))) {
        Queue<Integer> writes = new ConcurrentLinkedQueue<>();
        try (RunnerFixture fixture = fixtures.open(request -> reply)) {
          TransportFailure failure =
              fixture.failure(
                  fixture.transfer(
                      "/",
                      RunnerFixture.LONG,
                      head ->
                          Optional.of(
                              bytes -> {
                                writes.add(bytes.remaining());
                                throw Rethrown.unchanged(thrown);
                              })));
          assertEquals(TransportFailure.Kind.OTHER, failure.kind(), () -> "" + failure);
          assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate());
          assertSame(thrown, failure.cause().orElseThrow());
          if (reply == endless) {
            fixture.assertConnectionsFreed("after the sink had failed");
          }
          assertEquals(1, writes.size(), "writes to a sink that throws");
        }
      }
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
      gzip.write(bytes);
    }
    return coded.toByteArray();
  }
}
