package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.SeenRequest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;

/**
 * The rules RUN-1 to RUN-5, RUN-7 and RUN-8: the request, the response and the fate of a request.
 */
interface RunnerExchangeRules {

  @Rule(id = "RUN-1", text = "The request target arrives at the server byte for byte.")
  default void requestTargetArrivesByteForByte(RunnerFixtures fixtures) throws Exception {
    List<String> targets =
        List.of(
            "/a%20b/c;m=1/192.0.2.0%2F24?x=1&y=%2F",
            "/x/%2E%2E/y/%2e",
            "/%E2%82%AC/%25/%3B%3F%23",
            "/%c3%a4/%C3%A4",
            "/q?pretty=true&envelope=true",
            "/~a-b._c/a+b/a@b/a:b/a,b/a!b/a$b",
            "/" + "x".repeat(10_000));
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      for (String target : targets) {
        fixture.response(target);
      }
      assertEquals(targets, fixture.targets());
    }
  }

  /** The address is that of 127.0.0.1. Some stacks reach it only if the JVM uses IPv6. */
  @Rule(id = "RUN-1.host", text = "The `Host` field has the brackets of an IPv6 address.")
  default void hostHasTheBracketsOfAnIpv6Address(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      int port = fixture.server().uri().getPort();
      HttpRequest request = HttpRequest.get(URI.create("http://[::ffff:127.0.0.1]:" + port + "/"));
      Object result = fixture.run(ExchangeCalls.send(request, RunnerFixture.LONG));
      assumeTrue(result instanceof HttpResponse || hasIpv6(), "this JVM does not use IPv6");
      assertInstanceOf(HttpResponse.class, result);
      List<String> host = fixture.server().requests().get(0).headers("Host");
      // The second form is the same address.
      List<String> forms = List.of("[::ffff:127.0.0.1]:" + port, "[::ffff:7f00:1]:" + port);
      assertTrue(host.size() == 1 && forms.contains(host.get(0)), () -> "Host: " + host);
    }
  }

  private static boolean hasIpv6() throws IOException {
    try (SocketChannel ipv6 = SocketChannel.open(StandardProtocolFamily.INET6)) {
      return ipv6.isOpen();
    } catch (UnsupportedOperationException withoutIpv6) {
      return false;
    }
  }

  @Rule(id = "RUN-2", text = "The response has every value of a repeated header field, in order.")
  default void repeatedHeaderFieldsAreReturnedInOrder(RunnerFixtures fixtures) throws Exception {
    List<String> challenges =
        List.of("Basic realm=\"a\"", "Digest realm=\"b, c\", nonce=\"n\"", "Digest realm=\"d\"");
    Reply reply =
        Reply.challenge(challenges.toArray(String[]::new))
            .header("X-A", "1")
            .header("X-A", "2")
            .header("x-a", "3, 4");
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      HttpResponse response = fixture.response("/");
      assertEquals(List.of("1", "2", "3, 4"), response.headers("x-a"));
      assertEquals(challenges, response.headers("WWW-Authenticate"));
    }
  }

  @Rule(
      id = "RUN-3.dropped",
      text =
          "A request is not sent again if its connection breaks before the response is complete.")
  default void droppedRequestIsNotSentAgain(RunnerFixtures fixtures) throws Exception {
    for (Reply reply : List.of(Reply.drop(), Hostile.reset(), Hostile.truncated())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        fixture.failure("/once");
        assertEquals(List.of("/once"), fixture.targets(), reply.toString());
      }
    }
  }

  @Rule(id = "RUN-3", text = "A request that got a response is not sent again, for any status.")
  default void requestWithAResponseIsNotSentAgain(RunnerFixtures fixtures) throws Exception {
    for (Reply reply :
        List.of(
            RunnerFixture.OK, Reply.status(503).header("Retry-After", "0"), Reply.status(408))) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        fixture.response("/once");
        assertEquals(List.of("/once"), fixture.targets(), reply.toString());
      }
    }
  }

  @Rule(
      id = "RUN-3.dropped",
      text = "If a reused connection breaks, the runner does not send the request again.")
  default void requestOnAReusedConnectionIsNotSentAgain(RunnerFixtures fixtures) throws Exception {
    RequestHandler handler =
        request -> request.target().equals("/first") ? RunnerFixture.OK : Reply.drop();
    try (RunnerFixture fixture = fixtures.open(handler)) {
      fixture.response("/first");
      fixture.failure("/second");
      long second = fixture.targets().stream().filter("/second"::equals).count();
      assertTrue(second <= 1, "the request arrived " + second + " times");
    }
  }

  @Rule(
      id = "RUN-3",
      text = "If the server has closed a pooled connection, the request arrives at most once.")
  default void closedPooledConnectionDeliversNoRequestTwice(RunnerFixtures fixtures)
      throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      fixture.response("/first");
      fixture.server().dropConnections();
      fixture.run(fixture.get("/second"));
      long second = fixture.targets().stream().filter("/second"::equals).count();
      assertTrue(second <= 1, "the request arrived " + second + " times");
    }
  }

  @Rule(
      id = "RUN-3",
      text =
          "A request has its own header fields, each once, and the runner adds no field that"
              + " changes the response.")
  default void requestHasOnlyItsOwnHeaderFields(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture =
        fixtures.open(request -> RunnerFixture.OK.header("Set-Cookie", "a=b"))) {
      HttpRequest request =
          HttpRequest.get(fixture.uri("/"))
              .withHeader("Accept", "application/json")
              .withHeader("User-Agent", "test")
              .withHeader("Authorization", "Digest test=\"1\"");
      for (int i = 0; i < 2; i++) {
        assertInstanceOf(
            HttpResponse.class, fixture.run(ExchangeCalls.send(request, RunnerFixture.LONG)));
        SeenRequest seen = fixture.server().requests().get(i);
        assertEquals(List.of("application/json"), seen.headers("Accept"));
        assertEquals(List.of("test"), seen.headers("User-Agent"));
        assertEquals(List.of("Digest test=\"1\""), seen.headers("Authorization"));
        assertEquals(1, seen.headers("Host").size());
        for (String absent :
            Set.of("Accept-Encoding", "Cookie", "Content-Type", "Transfer-Encoding", "Expect")) {
          assertEquals(List.of(), seen.headers(absent), absent);
        }
      }
    }
  }

  @Rule(id = "RUN-4", text = "A redirect is returned as a response and is never followed.")
  default void redirectIsReturned(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture elsewhere = fixtures.open(request -> RunnerFixture.OK)) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String location : List.of("/elsewhere", elsewhere.uri("/").toString())) {
          try (RunnerFixture fixture = fixtures.open(request -> Reply.redirect(status, location))) {
            HttpResponse response = fixture.response("/");
            assertEquals(status, response.status());
            assertEquals(List.of(location), response.headers("Location"));
            assertEquals(List.of("/"), fixture.targets());
          }
        }
      }
      assertEquals(List.of(), elsewhere.targets());
    }
  }

  @Rule(
      id = "RUN-5",
      text = "A 401 with a challenge is returned as a response and is never answered.")
  default void challengeIsReturned(RunnerFixtures fixtures) throws Exception {
    String digest = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5";
    Reply reply = Reply.challenge("Basic realm=\"a\"", digest).body("denied");
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      HttpResponse response = fixture.response("/");
      assertEquals(401, response.status());
      assertEquals("denied", RunnerFixture.text(response));
      assertEquals(List.of("/"), fixture.targets());
    }
  }

  @Rule(
      id = "RUN-7",
      text = "A refused connection is reported as `NOT_SENT` with the kind `REFUSED`.")
  default void refusedConnectionIsReportedAsNotSent(RunnerFixtures fixtures) throws Exception {
    try (RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK);
        ReservedPort refusing = ReservedPort.open()) {
      HttpRequest request = HttpRequest.get(refusing.uri("/"));
      TransportFailure failure = fixture.failure(ExchangeCalls.send(request, RunnerFixture.LONG));
      assertEquals(TransportFailure.Fate.NOT_SENT, failure.fate());
      assertEquals(TransportFailure.Kind.REFUSED, failure.kind());
    }
  }

  @Rule(
      id = "RUN-8",
      text = "A connection that breaks after the request was sent is reported as `UNKNOWN`.")
  default void connectionLostAfterTheRequestIsReportedAsUnknown(RunnerFixtures fixtures)
      throws Exception {
    for (Reply reply : List.of(Reply.drop(), Hostile.reset(), Hostile.closeInHead())) {
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        assertEquals(TransportFailure.Fate.UNKNOWN, fixture.failure("/").fate(), reply.toString());
      }
    }
  }
}
