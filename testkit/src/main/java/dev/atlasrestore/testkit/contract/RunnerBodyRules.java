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

/** Rules 6 and 15 of runners: a body is whole and within its cap, or there is no answer. */
abstract class RunnerBodyRules extends RunnerFramingRules {

  RunnerBodyRules() {}

  @RuleTest("RUN-6")
  void run06_aTruncatedBodyIsNoAnswer(ClientKind kind) throws Exception {
    assertEachCutShort(
        kind,
        (reply, failure) ->
            assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString()));
  }

  @RuleTest("RUN-6.kind")
  void run06_aTruncatedBodyIsCalledTruncated(ClientKind kind) throws Exception {
    assertEachCutShort(
        kind,
        (reply, failure) ->
            assertEquals(TransportFailure.Kind.TRUNCATED, failure.kind(), reply.toString()));
  }

  @RuleTest("RUN-6.chunk")
  void run06_aChunkOfAnImpossibleSizeIsNoAnswer(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Hostile.hugeChunk(), Hostile.negativeChunk())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        TransportFailure failure = scene.failure(scene.get("/", Duration.ofSeconds(5)));
        assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString());
        assertNotEquals(TransportFailure.Kind.TIMEOUT, failure.kind(), reply.toString());
      }
    }
  }

  private void assertEachCutShort(ClientKind kind, BiConsumer<Reply, TransportFailure> rule)
      throws Exception {
    for (Reply reply :
        List.of(
            Hostile.truncated(),
            Hostile.truncated(1, 0),
            Hostile.missingLastChunk(),
            Hostile.badChunk())) {
      RequestHandler host = request -> request.target().equals("/whole") ? OK.chunked(1) : reply;
      try (ToyScene scene = scene(kind, host)) {
        rule.accept(reply, scene.failure("/"));
        assertEquals("ok", ToyScene.text(scene.answer("/whole")));
      }
    }
  }

  @RuleTest("RUN-15")
  void run15_aBodyOverTheCapIsNoAnswer(ClientKind kind) throws Exception {
    byte[] tooLarge = "x".repeat(ToyScene.MAX_BODY + 1).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(tooLarge);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        assertEquals(TransportFailure.Kind.TOO_LARGE, scene.failure("/").kind());
      }
    }
  }

  @RuleTest("RUN-15")
  void run15_aBodyOfTheCapsSizeIsAnAnswer(ClientKind kind) throws Exception {
    byte[] largest = "x".repeat(ToyScene.MAX_BODY).getBytes(StandardCharsets.US_ASCII);
    ResponseReply declared = Reply.status(200).body(largest);
    for (Reply reply : List.of(declared, declared.chunked(1000))) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        assertArrayEquals(largest, scene.answer("/").body());
      }
    }
  }

  @RuleTest("RUN-15.abort")
  void run15_aBodyWithoutEndIsNotReadToItsEnd(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Hostile.endlessBody(), Hostile.endlessChunks())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        TransportFailure failure = scene.failure(scene.get("/", Duration.ofSeconds(60)));
        assertEquals(TransportFailure.Kind.TOO_LARGE, failure.kind(), reply.toString());
        scene.assertConnectionsFreed("while a body without end went on");
      }
    }
  }
}
