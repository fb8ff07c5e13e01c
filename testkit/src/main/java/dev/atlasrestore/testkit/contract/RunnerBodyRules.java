package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The rules RUN-6 and RUN-15: a body is complete and within its limit, or the exchange fails. */
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
    byte[] tooLarge = "x".repeat(RunnerFixture.MAX_BODY + 1).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(tooLarge);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertEquals(TransportFailure.Kind.TOO_LARGE, fixture.failure("/").kind());
      }
    }
  }

  @Rule(id = "RUN-15", text = "A body of exactly `maxBodyBytes` bytes is returned.")
  default void bodyOfTheLimitIsReturned(RunnerFixtures fixtures) throws Exception {
    byte[] largest = "x".repeat(RunnerFixture.MAX_BODY).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(largest);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertArrayEquals(largest, fixture.response("/").body());
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
