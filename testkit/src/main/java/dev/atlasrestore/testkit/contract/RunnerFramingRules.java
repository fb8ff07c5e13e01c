package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.List;

/**
 * Rule 22 of runners: what comes behind an answer is no answer to the next request, nor a part of
 * one; and answers whose framing contradicts itself are whole or none.
 */
abstract class RunnerFramingRules extends RunnerTlsRules {

  private static final Duration SOONER = Duration.ofMillis(1);
  private static final ResponseReply MINE = Reply.status(200).body("mine");
  private static final ResponseReply FOREIGN = Reply.status(203).body("foreign");
  private static final Duration A_LOOK = Duration.ofMillis(30);

  RunnerFramingRules() {}

  @RuleTest("RUN-22")
  void run22_anAnswerThatNobodyAskedForIsNobodysAnswer(ClientKind kind) throws Exception {
    assertNextIsItsOwn(kind, Hostile.pipelined(MINE, FOREIGN));
  }

  @RuleTest("RUN-22")
  void run22_anAnswerThatComesWhileNothingIsAskedIsNobodysAnswer(ClientKind kind) throws Exception {
    Reply reply = Hostile.unsolicited(MINE, SOONER, FOREIGN);
    RequestHandler host =
        request -> request.target().equals("/first") ? reply : OK.body(request.target());
    try (ToyScene scene = scene(kind, host)) {
      assertEquals("mine", ToyScene.text(scene.answer("/first")));
      long deadline = System.nanoTime() + patience().toNanos();
      while (!isOut(scene) && System.nanoTime() < deadline) {
        scene.run(now -> Step.pause(A_LOOK, later -> Step.done("looked")));
      }
      scene.run(now -> Step.pause(A_LOOK, later -> Step.done("it has arrived")));
      assertEquals("/second", ToyScene.text(scene.answer("/second")));
    }
  }

  private static boolean isOut(ToyScene scene) {
    return scene.server().requests().get(0).status().orElse(0) == FOREIGN.status();
  }

  @RuleTest("RUN-22")
  void run22_bytesBehindAnAnswerAreNoPartOfTheNext(ClientKind kind) throws Exception {
    String beginning = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nX-Foreign: 1\r\n\r\nforeign";
    assertNextIsItsOwn(kind, Hostile.extraBytes(MINE, "HTTP/1.1 200 OK\r\nX-Foreign: "));
    assertNextIsItsOwn(kind, Hostile.extraBytes(MINE, beginning));
    assertNextIsItsOwn(kind, Hostile.extraBytes(MINE, "\r\n\r\n"));
    assertNextIsItsOwn(kind, Hostile.extraBytes(MINE, "x"));
  }

  /** The next requests get their own answers, or none where the connection turns out spoilt. */
  private void assertNextIsItsOwn(ClientKind kind, Reply reply) throws Exception {
    RequestHandler host =
        request -> request.target().equals("/first") ? reply : OK.body(request.target());
    try (ToyScene scene = scene(kind, host)) {
      assertEquals("mine", ToyScene.text(scene.answer("/first")), reply.toString());
      for (String target : List.of("/second", "/third")) {
        Object report = scene.run(scene.get(target, Duration.ofSeconds(5)));
        if (report instanceof HttpResponse response) {
          assertEquals(target, ToyScene.text(response), reply.toString());
          assertEquals(List.of(), response.headers("X-Foreign"), reply.toString());
        }
      }
      assertEquals("/last", ToyScene.text(scene.answer("/last")), reply.toString());
    }
  }

  @RuleTest("RUN-6.lengths")
  void run06_lengthsThatContradictEachOtherGiveAllOrNothing(ClientKind kind) throws Exception {
    String body = "{\"mine\":true}";
    for (Reply reply : List.of(Hostile.lengthAndChunks(body), Hostile.conflictingLengths(body))) {
      RequestHandler host = request -> request.target().equals("/both") ? reply : OK;
      try (ToyScene scene = scene(kind, host)) {
        Object report = scene.run(scene.get("/both"));
        if (report instanceof HttpResponse response) {
          assertEquals(body, ToyScene.text(response), reply.toString());
        }
        assertEquals("ok", ToyScene.text(scene.answer("/next")), reply.toString());
      }
    }
  }

  @RuleTest("RUN-15.framing")
  void run15_framingWithoutEndIsNotReadToItsEnd(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Hostile.endlessChunkLine(), Hostile.endlessTrailers())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        Object report = scene.run(scene.get("/", Duration.ofSeconds(60)));
        if (report instanceof HttpResponse response) {
          assertEquals("{}", ToyScene.text(response), reply.toString());
        } else {
          TransportFailure.Kind why = ((TransportFailure) report).kind();
          assertNotEquals(TransportFailure.Kind.TIMEOUT, why, reply.toString());
        }
        scene.assertConnectionsFreed("while " + reply + " went on");
      }
    }
  }

  /** It has not asked for compression: the bytes are the body as they are, or there is none. */
  @RuleTest("RUN-15")
  void run15_aBombIsNotOpened(ClientKind kind) throws Exception {
    ResponseReply bomb = Hostile.gzipBomb(20);
    try (ToyScene scene = scene(kind, request -> bomb)) {
      Object report = scene.run(scene.get("/"));
      if (report instanceof HttpResponse response) {
        assertTrue(response.body().length <= ToyScene.MAX_BODY, "larger than its cap");
      } else {
        assertEquals(TransportFailure.Kind.TOO_LARGE, ((TransportFailure) report).kind());
      }
    }
  }
}
