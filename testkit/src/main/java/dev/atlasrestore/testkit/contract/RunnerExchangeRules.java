package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.SeenRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Rules 1 to 5, 7 and 8 of runners: what goes out, what comes back, and what became of it. */
abstract class RunnerExchangeRules extends Contract {

  static final ResponseReply OK = Reply.status(200).body("ok");

  RunnerExchangeRules() {}

  /** A fresh runner on a fresh client of this kind. */
  protected abstract RunnerUnderTest runner(ClientKind kind);

  final ToyScene scene(ClientKind kind, RequestHandler host) {
    return scene(kind, FakeServer.start(host));
  }

  final ToyScene scene(ClientKind kind, FakeServer server) {
    return new ToyScene(runner(kind), server, leavesNothingOpen(kind), patience());
  }

  @RuleTest("RUN-1")
  void run01_theRequestTargetArrivesByteForByte(ClientKind kind) throws Exception {
    List<String> targets =
        List.of(
            "/a%20b/c;m=1/192.0.2.0%2F24?x=1&y=%2F",
            "/x/%2E%2E/y/%2e",
            "/%E2%82%AC/%25/%3B%3F%23",
            "/%c3%a4/%C3%A4",
            "/q?pretty=true&envelope=true",
            "/~a-b._c/a+b/a@b/a:b/a,b/a!b/a$b",
            "/" + "x".repeat(10_000));
    try (ToyScene scene = scene(kind, request -> OK)) {
      for (String target : targets) {
        scene.answer(target);
      }
      assertEquals(targets, scene.targets());
    }
  }

  @RuleTest("RUN-2")
  void run02_everyValueOfARepeatedFieldComesBackInOrder(ClientKind kind) throws Exception {
    List<String> challenges =
        List.of("Basic realm=\"a\"", "Digest realm=\"b, c\", nonce=\"n\"", "Digest realm=\"d\"");
    Reply reply =
        Reply.challenge(challenges.toArray(String[]::new))
            .header("X-A", "1")
            .header("X-A", "2")
            .header("x-a", "3, 4");
    try (ToyScene scene = scene(kind, request -> reply)) {
      HttpResponse response = scene.answer("/");
      assertEquals(List.of("1", "2", "3, 4"), response.headers("x-a"));
      assertEquals(challenges, response.headers("WWW-Authenticate"));
    }
  }

  @RuleTest("RUN-3.dropped")
  void run03_aRequestThatWasDroppedIsNotSentAgain(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Reply.drop(), Hostile.reset(), Hostile.truncated())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        scene.failure("/once");
        assertEquals(List.of("/once"), scene.targets(), reply.toString());
      }
    }
  }

  @RuleTest("RUN-3")
  void run03_aRequestThatWasAnsweredIsNotSentAgain(ClientKind kind) throws Exception {
    for (Reply reply :
        List.of(OK, Reply.status(503).header("Retry-After", "0"), Reply.status(408))) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        scene.answer("/once");
        assertEquals(List.of("/once"), scene.targets(), reply.toString());
      }
    }
  }

  @RuleTest("RUN-3")
  void run03_onAReusedConnectionItGoesOnceMoreAtMost(ClientKind kind) throws Exception {
    RequestHandler host = request -> request.target().equals("/first") ? OK : Reply.drop();
    try (ToyScene scene = scene(kind, host)) {
      scene.answer("/first");
      scene.failure("/second");
      long second = scene.targets().stream().filter("/second"::equals).count();
      assertTrue(second <= 2, "it was sent " + second + " times");
    }
  }

  @RuleTest("RUN-3")
  void run03_aPooledConnectionThatTurnsOutDeadSendsNothingTwice(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK)) {
      scene.answer("/first");
      scene.server().dropConnections();
      scene.run(scene.get("/second"));
      long second = scene.targets().stream().filter("/second"::equals).count();
      assertTrue(second <= 1, "it arrived " + second + " times");
    }
  }

  @RuleTest("RUN-3")
  void run03_fieldsAreSetAndNoneIsAdded(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK.header("Set-Cookie", "a=b"))) {
      HttpRequest request =
          HttpRequest.get(scene.uri("/"))
              .withHeader("Accept", "application/json")
              .withHeader("User-Agent", "toy")
              .withHeader("Authorization", "Digest toy=\"1\"");
      for (int i = 0; i < 2; i++) {
        assertInstanceOf(HttpResponse.class, scene.run(ToyScene.send(request, SOON)));
        SeenRequest seen = scene.server().requests().get(i);
        assertEquals(List.of("application/json"), seen.headers("Accept"));
        assertEquals(List.of("toy"), seen.headers("User-Agent"));
        assertEquals(List.of("Digest toy=\"1\""), seen.headers("Authorization"));
        assertEquals(1, seen.headers("Host").size());
        for (String absent :
            Set.of("Accept-Encoding", "Cookie", "Content-Type", "Transfer-Encoding", "Expect")) {
          assertEquals(List.of(), seen.headers(absent), absent);
        }
      }
    }
  }

  @RuleTest("RUN-4")
  void run04_redirectsAreHandedBack(ClientKind kind) throws Exception {
    try (ToyScene elsewhere = scene(kind, request -> OK)) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String location : List.of("/elsewhere", elsewhere.uri("/").toString())) {
          try (ToyScene scene = scene(kind, request -> Reply.redirect(status, location))) {
            HttpResponse response = scene.answer("/");
            assertEquals(status, response.status());
            assertEquals(List.of(location), response.headers("Location"));
            assertEquals(List.of("/"), scene.targets());
          }
        }
      }
      assertEquals(List.of(), elsewhere.targets());
    }
  }

  @RuleTest("RUN-5")
  void run05_a401IsHandedBack(ClientKind kind) throws Exception {
    String digest = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5";
    Reply reply = Reply.challenge("Basic realm=\"a\"", digest).body("who?");
    try (ToyScene scene = scene(kind, request -> reply)) {
      HttpResponse response = scene.answer("/");
      assertEquals(401, response.status());
      assertEquals("who?", ToyScene.text(response));
      assertEquals(List.of("/"), scene.targets());
    }
  }

  @RuleTest("RUN-7")
  void run07_aRefusedConnectionIsNotSent(ClientKind kind) throws Exception {
    try (ToyScene scene = scene(kind, request -> OK);
        Socket deaf = deaf()) {
      URI nobody = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");
      TransportFailure failure = scene.failure(ToyScene.send(HttpRequest.get(nobody), SOON));
      assertEquals(TransportFailure.Fate.NOT_SENT, failure.fate());
      assertEquals(TransportFailure.Kind.REFUSED, failure.kind());
    }
  }

  @RuleTest("RUN-8")
  void run08_aConnectionDroppedAfterTheRequestIsUnknown(ClientKind kind) throws Exception {
    for (Reply reply : List.of(Reply.drop(), Hostile.reset(), Hostile.closeInHead())) {
      try (ToyScene scene = scene(kind, request -> reply)) {
        assertEquals(TransportFailure.Fate.UNKNOWN, scene.failure("/").fate(), reply.toString());
      }
    }
  }

  /** Holds a port on which nobody listens, so that nobody else begins to. */
  static Socket deaf() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return socket;
  }
}
