package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.TransportLimits;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The rules RUN-6 and RUN-15: a response is complete and within its limits, or it is a failure. */
interface RunnerBodyRules {

  @Rule(id = "RUN-6", text = "A truncated body is reported as a failure with the fate `UNKNOWN`.")
  default void truncatedBodyIsAFailure(RunnerFixtures fixtures) throws Exception {
    forEachTruncatedBody(
        fixtures,
        (reply, failure) ->
            assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString()));
  }

  @Rule(id = "RUN-6.kind", text = "The failure of a truncated body has the kind `TRUNCATED`.")
  default void truncatedBodyHasTheKindTruncated(RunnerFixtures fixtures) throws Exception {
    forEachTruncatedBody(
        fixtures,
        (reply, failure) ->
            assertEquals(TransportFailure.Kind.TRUNCATED, failure.kind(), reply.toString()));
  }

  @Rule(
      id = "RUN-6.chunk",
      text = "A chunk of an impossible size ends the exchange with a failure before its timeout.")
  default void impossibleChunkSizeIsAFailure(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.hugeChunk(), Hostile.negativeChunk())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        TransportFailure failure = fixture.failure(fixture.get("/", Duration.ofSeconds(5)));
        assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString());
        assertNotEquals(TransportFailure.Kind.TIMEOUT, failure.kind(), reply.toString());
      }
    }
  }

  private void forEachTruncatedBody(
      RunnerFixtures fixtures, BiConsumer<Reply, TransportFailure> check) throws Exception {
    for (Reply reply :
        List.of(
            Hostile.truncated(),
            Hostile.truncated(1, 0),
            Hostile.missingLastChunk(),
            Hostile.badChunk())) {
      RequestHandler handler =
          request -> request.target().equals("/complete") ? RunnerFixture.OK.chunked(1) : reply;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        check.accept(reply, fixture.failure("/"));
        assertEquals("ok", RunnerFixture.text(fixture.response("/complete")));
      }
    }
  }

  @Rule(id = "RUN-15", text = "A body larger than `maxBodyBytes` is reported as `TOO_LARGE`.")
  default void bodyOverTheLimitIsAFailure(RunnerFixtures fixtures) throws Exception {
    byte[] tooLarge =
        "x".repeat(ExchangeCalls.MAX_BODY_BYTES + 1).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(tooLarge);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertEquals(TransportFailure.Kind.TOO_LARGE, fixture.failure("/").kind());
      }
    }
  }

  @Rule(id = "RUN-15", text = "A body of exactly `maxBodyBytes` bytes is returned.")
  default void bodyOfTheLimitIsReturned(RunnerFixtures fixtures) throws Exception {
    byte[] largest = "x".repeat(ExchangeCalls.MAX_BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(largest);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertArrayEquals(largest, fixture.response("/").body());
      }
    }
  }

  @Rule(
      id = "RUN-15.head",
      text = "A header section of 10 MB is reported as `HEAD_TOO_LARGE`, with the fate `UNKNOWN`.")
  default void hugeHeaderSectionIsAFailure(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.hugeHeaders(10_000_000), Hostile.endlessHead())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        TransportFailure failure = fixture.failure("/");
        assertEquals(TransportFailure.Kind.HEAD_TOO_LARGE, failure.kind(), reply.toString());
        assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString());
        fixture.assertConnectionsFreed("during " + reply);
      }
    }
  }

  @Rule(
      id = "RUN-15.own",
      text =
          "The transport's own client accepts a header section of nearly 64 KiB, in any number of"
              + " fields, and a status line of that size.",
      on = ClientKinds.OWN)
  default void largeHeaderSectionIsAccepted(RunnerFixtures fixtures) throws Exception {
    int large = TransportLimits.MAX_HEAD_BYTES - 1000;
    String name = "X-Field: ";
    for (String head :
        List.of(
            "OK\r\n" + (name + "1\r\n").repeat(large / (name.length() + 1)),
            "OK\r\n" + name + "x".repeat(large) + "\r\n",
            "x".repeat(large) + "\r\n")) {
      Reply reply = Hostile.raw("HTTP/1.1 200 " + head + "Content-Length: 2\r\n\r\nok");
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertEquals("ok", RunnerFixture.text(fixture.response("/")));
      }
    }
  }

  @Rule(
      id = "RUN-15.abort",
      text = "An endless body is reported as `TOO_LARGE`, and its connection is closed.")
  default void endlessBodyIsAborted(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.endlessBody(), Hostile.endlessChunks())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        TransportFailure failure = fixture.failure(fixture.get("/", Duration.ofSeconds(60)));
        assertEquals(TransportFailure.Kind.TOO_LARGE, failure.kind(), reply.toString());
        fixture.assertConnectionsFreed("during an endless body");
      }
    }
  }
}
