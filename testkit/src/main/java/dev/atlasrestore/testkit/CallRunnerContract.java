package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every runner keeps: rules RUN-1 and following of the contract, with toy calls that know
 * nothing of Atlas. A transport's test extends this, and gets a test of each rule on its own and on
 * a borrowed client. Everything is asserted at the server.
 */
public abstract class CallRunnerContract {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_BODY = 64 * 1024;
  private static final Reply OK = Reply.status(200).body("ok");

  /** For subclasses. */
  protected CallRunnerContract() {}

  /** A fresh runner on this kind of client. */
  protected abstract RunnerUnderTest runner(ClientKind kind);

  /** What the transport declares it cannot keep. */
  protected Traits traits() {
    return Traits.keepsAll();
  }

  @TestFactory
  Stream<DynamicTest> run01_theRequestTargetArrivesByteForByte() {
    return rule(
        "RUN-1",
        kind -> {
          List<String> targets =
              List.of(
                  "/a%20b/c;m=1/192.0.2.0%2F24?x=1&y=%2F",
                  "/x/%2E%2E/y/%2e",
                  "/%E2%82%AC/%25/%3B%3F%23",
                  "/q?pretty=true&envelope=true",
                  "/~a-b._c/A%C3%A4");
          with(
              kind,
              request -> OK,
              (runner, server) -> {
                for (String target : targets) {
                  answer(runner, server.uri().resolve("/") + target.substring(1));
                }
                assertEquals(targets, server.requests().stream().map(SeenRequest::target).toList());
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> run02_everyValueOfARepeatedFieldComesBackInOrder() {
    Reply reply =
        Reply.challenge("Basic realm=\"a\"", "Digest realm=\"b\", nonce=\"n\"")
            .header("X-A", "1")
            .header("X-A", "2");
    return rule(
        "RUN-2",
        kind ->
            with(
                kind,
                request -> reply,
                (runner, server) -> {
                  HttpResponse response = answer(runner, server.uri() + "/");
                  assertEquals(List.of("1", "2"), response.headers("x-a"));
                  assertEquals(
                      List.of("Basic realm=\"a\"", "Digest realm=\"b\", nonce=\"n\""),
                      response.headers("WWW-Authenticate"));
                }));
  }

  @TestFactory
  Stream<DynamicTest> run03_aRequestIsNeverSentTwice() {
    return rule(
        "RUN-3",
        kind -> {
          with(
              kind,
              request -> Reply.drop(),
              (runner, server) -> {
                failure(runner, server.uri() + "/once");
                assertEquals(1, server.requests().size());
              });
          with(
              kind,
              request -> OK,
              (runner, server) -> {
                answer(runner, server.uri() + "/first");
                server.dropConnections();
                run(runner, get(server.uri() + "/second"));
                long second =
                    server.requests().stream()
                        .filter(request -> request.target().equals("/second"))
                        .count();
                assertTrue(second <= 1, "the second request arrived " + second + " times");
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> run03_fieldsAreSetAndNoneIsAdded() {
    return rule(
        "RUN-3",
        kind ->
            with(
                kind,
                request -> OK,
                (runner, server) -> {
                  HttpRequest request =
                      HttpRequest.get(URI.create(server.uri() + "/"))
                          .withHeader("Accept", "application/json")
                          .withHeader("User-Agent", "toy")
                          .withHeader("Authorization", "Digest toy=\"1\"");
                  assertInstanceOf(HttpResponse.class, run(runner, send(request, TIMEOUT)));
                  SeenRequest seen = server.requests().get(0);
                  assertEquals(List.of("application/json"), seen.headers("Accept"));
                  assertEquals(List.of("toy"), seen.headers("User-Agent"));
                  assertEquals(List.of("Digest toy=\"1\""), seen.headers("Authorization"));
                  assertEquals(List.of(), seen.headers("Accept-Encoding"));
                  assertEquals(List.of(), seen.headers("Cookie"));
                  assertEquals(1, seen.headers("Host").size());
                }));
  }

  @TestFactory
  Stream<DynamicTest> run04_redirectsAreHandedBack() {
    return rule(
        "RUN-4",
        kind -> {
          for (int status : List.of(301, 302, 303, 307, 308)) {
            with(
                kind,
                request -> Reply.redirect(status, "/elsewhere"),
                (runner, server) -> {
                  assertEquals(status, answer(runner, server.uri() + "/").status());
                  assertEquals(1, server.requests().size());
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run05_a401IsHandedBack() {
    Reply reply = Reply.challenge("Basic realm=\"a\"").body("who?");
    return rule(
        "RUN-5",
        kind ->
            with(
                kind,
                request -> reply,
                (runner, server) -> {
                  HttpResponse response = answer(runner, server.uri() + "/");
                  assertEquals(401, response.status());
                  assertEquals("who?", text(response));
                  assertEquals(1, server.requests().size());
                }));
  }

  @TestFactory
  Stream<DynamicTest> run06_aTruncatedBodyIsNoAnswer() {
    return rule(
        "RUN-6",
        kind -> {
          for (Reply reply :
              List.of(Reply.truncated(), Reply.missingLastChunk(), Reply.badChunk())) {
            with(
                kind,
                request -> reply,
                (runner, server) ->
                    assertEquals(
                        TransportFailure.Kind.TRUNCATED,
                        failure(runner, server.uri() + "/").kind(),
                        reply.toString()));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run07_aRefusedConnectionIsNotSent() {
    return rule(
        "RUN-7",
        kind -> {
          try (RunnerUnderTest runner = runner(kind)) {
            TransportFailure failure = failure(runner, "http://127.0.0.1:" + unusedPort() + "/");
            assertEquals(TransportFailure.Fate.NOT_SENT, failure.fate());
            assertEquals(TransportFailure.Kind.REFUSED, failure.kind());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run08_aConnectionDroppedAfterTheRequestIsUnknown() {
    return rule(
        "RUN-8",
        kind -> {
          for (Reply reply : List.of(Reply.drop(), Reply.reset(), Reply.finInHead())) {
            with(
                kind,
                request -> reply,
                (runner, server) -> {
                  TransportFailure failure = failure(runner, server.uri() + "/");
                  assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate(), reply.toString());
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run10_aPauseLastsAtLeastAsAsked() {
    return rule(
        "RUN-10",
        kind -> {
          try (RunnerUnderTest runner = runner(kind)) {
            for (Duration delay :
                List.of(
                    Duration.ZERO,
                    Duration.ofNanos(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(60))) {
              long before = System.nanoTime();
              Duration counted =
                  run(
                      runner,
                      began -> Step.pause(delay, now -> Step.done(Duration.between(began, now))));
              assertTrue(
                  System.nanoTime() - before >= delay.toNanos(), "paused too shortly: " + delay);
              assertTrue(
                  counted.compareTo(delay) >= 0, "the clock says " + counted + " for " + delay);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run10_manyPausesRunSideBySide() {
    return rule(
        "RUN-10",
        kind -> {
          try (RunnerUnderTest runner = runner(kind)) {
            AtomicInteger elapsed = new AtomicInteger();
            List<Running<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
              all.add(
                  runner.start(
                      began ->
                          Step.pause(
                              Duration.ofMillis(50), now -> Step.done(elapsed.incrementAndGet()))));
            }
            for (Running<Integer> running : all) {
              running.await();
            }
            assertEquals(64, elapsed.get());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> run11_aFailureComesOutAsTheSameInstance() {
    return rule(
        "RUN-11",
        kind ->
            with(
                kind,
                request -> OK,
                (runner, server) -> {
                  RuntimeException atOnce = new IllegalStateException("at once");
                  RuntimeException afterwards = new IllegalStateException("after an exchange");
                  assertSame(
                      atOnce,
                      assertThrows(
                          RuntimeException.class, () -> run(runner, now -> Step.failed(atOnce))));
                  Call<String> late =
                      now ->
                          Step.send(
                              request(server),
                              TIMEOUT,
                              MAX_BODY,
                              (r, t) -> Step.failed(afterwards),
                              (f, t) -> Step.done("?"));
                  assertSame(
                      afterwards, assertThrows(RuntimeException.class, () -> run(runner, late)));
                }));
  }

  @TestFactory
  Stream<DynamicTest> run12_eachRunIsANewConversation() {
    return rule(
        "RUN-12",
        kind ->
            with(
                kind,
                request -> OK,
                (runner, server) -> {
                  AtomicInteger starts = new AtomicInteger();
                  Call<Object> counted =
                      now -> {
                        starts.incrementAndGet();
                        return get(server.uri() + "/").start(now);
                      };
                  run(runner, counted);
                  run(runner, counted);
                  assertEquals(2, starts.get());
                  assertEquals(2, server.requests().size());
                }));
  }

  @TestFactory
  Stream<DynamicTest> run13_concurrentRunsDoNotMix() {
    return rule(
        "RUN-13",
        kind ->
            with(
                kind,
                request -> Reply.status(200).body(request.target()),
                (runner, server) -> {
                  List<Running<Object>> all = new ArrayList<>();
                  for (int i = 0; i < 64; i++) {
                    all.add(runner.start(get(server.uri() + "/number/" + i)));
                  }
                  for (int i = 0; i < 64; i++) {
                    assertEquals(
                        "/number/" + i,
                        text(assertInstanceOf(HttpResponse.class, all.get(i).await())));
                  }
                  assertEquals(64, server.requests().size());
                }));
  }

  @TestFactory
  Stream<DynamicTest> run15_aBodyOverTheCapIsNoAnswerAndNotReadToItsEnd() {
    Reply declared = Reply.status(200).body("x".repeat(MAX_BODY + 1));
    return rule(
        "RUN-15",
        kind -> {
          for (Reply reply : List.of(Reply.endlessBody(), declared)) {
            with(
                kind,
                request -> reply,
                (runner, server) ->
                    assertEquals(
                        TransportFailure.Kind.TOO_LARGE,
                        failure(runner, server.uri() + "/").kind()));
          }
          with(
              kind,
              request -> Reply.status(200).body("x".repeat(MAX_BODY)),
              (runner, server) ->
                  assertEquals(MAX_BODY, answer(runner, server.uri() + "/").body().length));
        });
  }

  @TestFactory
  Stream<DynamicTest> run21_whateverAStepFunctionThrowsEndsTheRun() {
    return rule(
        "RUN-21",
        kind ->
            with(
                kind,
                request -> OK,
                (runner, server) -> {
                  List<Function<Throwable, Call<String>>> places =
                      List.of(
                          t -> now -> raise(t),
                          t -> now -> Step.pause(Duration.ZERO, later -> raise(t)),
                          t ->
                              now ->
                                  Step.send(
                                      request(server),
                                      TIMEOUT,
                                      MAX_BODY,
                                      (r, later) -> raise(t),
                                      (f, later) -> Step.done("?")),
                          t ->
                              now ->
                                  Step.send(
                                      HttpRequest.get(
                                          URI.create("http://127.0.0.1:" + unusedPort())),
                                      TIMEOUT,
                                      MAX_BODY,
                                      (r, later) -> Step.done("?"),
                                      (f, later) -> raise(t)));
                  for (Function<Throwable, Call<String>> place : places) {
                    for (Throwable thrown :
                        List.of(
                            new IllegalStateException("toy"),
                            new AssertionError("toy"),
                            new StackOverflowError("toy"),
                            new NoClassDefFoundError("toy"),
                            new IOException("toy"))) {
                      assertSame(
                          thrown,
                          assertThrows(Throwable.class, () -> run(runner, place.apply(thrown))));
                    }
                  }
                }));
  }

  /** What a rule does with a runner and a server. */
  @FunctionalInterface
  private interface Scene {
    void play(RunnerUnderTest runner, FakeServer server) throws Exception;
  }

  private Stream<DynamicTest> rule(String rule, Rules.Check check) {
    return Rules.each(rule, traits(), check);
  }

  /** Plays the scene, and sees to it that no connection stays open behind it. */
  private void with(ClientKind kind, FakeServer.Responder responder, Scene scene) throws Exception {
    try (FakeServer server = new FakeServer(responder)) {
      try (RunnerUnderTest runner = runner(kind)) {
        scene.play(runner, server);
      }
      assertTrue(
          traits().reasonAgainst(Rules.CLOSING, kind).isPresent()
              || server.awaitOpenConnections(0, TIMEOUT),
          "connections stayed open behind a closed runner");
    }
  }

  private static HttpRequest request(FakeServer server) {
    return HttpRequest.get(URI.create(server.uri() + "/"));
  }

  private static Call<Object> get(String uri) {
    return send(HttpRequest.get(URI.create(uri)), TIMEOUT);
  }

  private static Call<Object> send(HttpRequest request, Duration timeout) {
    return now ->
        Step.send(
            request,
            timeout,
            MAX_BODY,
            (response, t) -> Step.done(response),
            (failure, t) -> Step.done(failure));
  }

  private static <T> T run(RunnerUnderTest runner, Call<T> call) throws InterruptedException {
    return runner.start(call).await();
  }

  private static HttpResponse answer(RunnerUnderTest runner, String uri)
      throws InterruptedException {
    return assertInstanceOf(HttpResponse.class, run(runner, get(uri)));
  }

  private static TransportFailure failure(RunnerUnderTest runner, String uri)
      throws InterruptedException {
    return assertInstanceOf(TransportFailure.class, run(runner, get(uri)));
  }

  private static String text(HttpResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static int unusedPort() {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> Step<String> raise(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
