package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.List;

/**
 * The rule RUN-22, and the parts of RUN-6 and RUN-15 that are about framing: each request gets its
 * own response, and a response with invalid framing is complete or a failure.
 */
interface RunnerFramingRules {

  ResponseReply FIRST = Reply.status(200).body("first");
  ResponseReply UNSOLICITED = Reply.status(203).body("unsolicited");
  Duration BETWEEN_CHECKS = Duration.ofMillis(30);

  @Rule(
      id = "RUN-22",
      text = "A second response that follows directly is not the response to the next request.")
  default void pipelinedResponseIsNotTheNextResponse(RunnerFixtures fixtures) throws Exception {
    assertNextResponsesAreTheirOwn(fixtures, Hostile.pipelined(FIRST, UNSOLICITED));
  }

  @Rule(
      id = "RUN-22",
      text =
          "A response that arrives on an idle connection is not the response to the next request.")
  default void unsolicitedResponseIsNotTheNextResponse(RunnerFixtures fixtures) throws Exception {
    Reply reply = Hostile.unsolicited(FIRST, Duration.ofMillis(1), UNSOLICITED);
    RequestHandler handler =
        request ->
            request.target().equals("/first") ? reply : RunnerFixture.OK.body(request.target());
    try (RunnerFixture fixture = fixtures.open(handler)) {
      assertEquals("first", RunnerFixture.text(fixture.response("/first")));
      long deadline = System.nanoTime() + fixtures.patience().toNanos();
      while (!wasSent(fixture) && System.nanoTime() < deadline) {
        fixture.pause(BETWEEN_CHECKS);
      }
      fixture.pause(BETWEEN_CHECKS); // The response has been sent, and arrives meanwhile.
      assertEquals("/second", RunnerFixture.text(fixture.response("/second")));
    }
  }

  private static boolean wasSent(RunnerFixture fixture) {
    return fixture.server().requests().get(0).status().orElse(0) == UNSOLICITED.status();
  }

  @Rule(id = "RUN-22", text = "Bytes after a response are not part of the next response.")
  default void extraBytesAreNotPartOfTheNextResponse(RunnerFixtures fixtures) throws Exception {
    String beginning = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nX-Extra: 1\r\n\r\nextra";
    assertNextResponsesAreTheirOwn(
        fixtures, Hostile.extraBytes(FIRST, "HTTP/1.1 200 OK\r\nX-Extra: "));
    assertNextResponsesAreTheirOwn(fixtures, Hostile.extraBytes(FIRST, beginning));
    assertNextResponsesAreTheirOwn(fixtures, Hostile.extraBytes(FIRST, "\r\n\r\n"));
    assertNextResponsesAreTheirOwn(fixtures, Hostile.extraBytes(FIRST, "x"));
  }

  /** Checks that later requests get their own responses, or fail with the connection. */
  private void assertNextResponsesAreTheirOwn(RunnerFixtures fixtures, Reply reply)
      throws Exception {
    RequestHandler handler =
        request ->
            request.target().equals("/first") ? reply : RunnerFixture.OK.body(request.target());
    try (RunnerFixture fixture = fixtures.open(handler)) {
      assertEquals("first", RunnerFixture.text(fixture.response("/first")), reply.toString());
      for (String target : List.of("/second", "/third")) {
        Object result = fixture.run(fixture.get(target, Duration.ofSeconds(5)));
        if (result instanceof HttpResponse response) {
          assertEquals(target, RunnerFixture.text(response), reply.toString());
          assertEquals(List.of(), response.headers("X-Extra"), reply.toString());
        }
      }
      assertEquals("/last", RunnerFixture.text(fixture.response("/last")), reply.toString());
    }
  }

  @Rule(
      id = "RUN-6.lengths",
      text =
          "If the length fields of a response contradict each other, the runner returns the whole"
              + " body or reports a failure.")
  default void contradictoryLengthsGiveTheWholeBodyOrAFailure(RunnerFixtures fixtures)
      throws Exception {
    String body = "{\"complete\":true}";
    for (Reply reply : List.of(Hostile.lengthAndChunks(body), Hostile.conflictingLengths(body))) {
      RequestHandler handler =
          request -> request.target().equals("/both") ? reply : RunnerFixture.OK;
      try (RunnerFixture fixture = fixtures.open(handler)) {
        Object result = fixture.run(fixture.get("/both"));
        if (result instanceof HttpResponse response) {
          assertEquals(body, RunnerFixture.text(response), reply.toString());
        }
        assertEquals("ok", RunnerFixture.text(fixture.response("/next")), reply.toString());
      }
    }
  }

  @Rule(
      id = "RUN-15.framing",
      text =
          "The connection of an endless chunk line or trailer section is closed before the"
              + " timeout.")
  default void endlessFramingIsAborted(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Hostile.endlessChunkLine(), Hostile.endlessTrailers())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        Object result = fixture.run(fixture.get("/", Duration.ofSeconds(60)));
        if (result instanceof HttpResponse response) {
          assertEquals("{}", RunnerFixture.text(response), reply.toString());
        } else {
          TransportFailure.Kind failure = ((TransportFailure) result).kind();
          assertNotEquals(TransportFailure.Kind.TIMEOUT, failure, reply.toString());
        }
        fixture.assertConnectionsFreed("during " + reply);
      }
    }
  }

  /** The runner did not request compression, so it returns the compressed bytes or a failure. */
  @Rule(
      id = "RUN-15",
      text =
          "A body in a compression that was not requested is never inflated beyond `maxBodyBytes`.")
  default void unrequestedCompressionIsNotInflated(RunnerFixtures fixtures) throws Exception {
    ResponseReply compressed = Hostile.gzipBomb(20);
    try (RunnerFixture fixture = fixtures.open(request -> compressed)) {
      Object result = fixture.run(fixture.get("/"));
      if (result instanceof HttpResponse response) {
        assertTrue(
            response.body().length <= ExchangeCalls.MAX_BODY_BYTES,
            "the body is larger than the limit");
      } else {
        assertEquals(TransportFailure.Kind.TOO_LARGE, ((TransportFailure) result).kind());
      }
    }
  }
}
