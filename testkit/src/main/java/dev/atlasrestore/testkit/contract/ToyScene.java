package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.SeenRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A runner, a server that says what it is told, and toy calls between them that know nothing of
 * Atlas. Closing it closes the runner, and sees to it that no connection stays open behind it.
 */
final class ToyScene implements AutoCloseable {

  static final int MAX_BODY = 64 * 1024;

  private static final Duration LONG = Duration.ofSeconds(15);

  private final FakeServer server;
  private final RunnerUnderTest runner;
  private final boolean leavesNothingOpen;
  private final Duration patience;

  /**
   * A scene of a contract.
   *
   * @param leavesNothingOpen whether the closed runner is to leave no connection behind
   * @param patience how long to wait for what must come
   */
  ToyScene(
      RunnerUnderTest runner, FakeServer server, boolean leavesNothingOpen, Duration patience) {
    this.runner = runner;
    this.server = server;
    this.leavesNothingOpen = leavesNothingOpen;
    this.patience = patience;
  }

  FakeServer server() {
    return server;
  }

  URI uri(String target) {
    return URI.create(server.uri() + target);
  }

  /** A call that sends one request and ends with its report: an answer, or a failure. */
  Call<Object> get(String target) {
    return get(target, LONG);
  }

  Call<Object> get(String target, Duration timeout) {
    return send(HttpRequest.get(uri(target)), timeout);
  }

  static Call<Object> send(HttpRequest request, Duration timeout) {
    return now ->
        Step.send(
            request,
            timeout,
            MAX_BODY,
            (response, then) -> Step.done(response),
            (failure, then) -> Step.done(failure));
  }

  <T> Running<T> start(Call<T> call) {
    return runner.start(call);
  }

  <T> T run(Call<T> call) throws InterruptedException {
    return runner.start(call).await();
  }

  HttpResponse answer(String target) throws InterruptedException {
    return assertInstanceOf(HttpResponse.class, run(get(target)), "no answer to " + target);
  }

  TransportFailure failure(String target) throws InterruptedException {
    return failure(get(target));
  }

  TransportFailure failure(Call<Object> call) throws InterruptedException {
    return assertInstanceOf(TransportFailure.class, run(call), "an answer where there was none");
  }

  List<String> targets() {
    return server.requests().stream().map(SeenRequest::target).toList();
  }

  void awaitRequests(int count) throws InterruptedException {
    assertTrue(server.awaitRequests(count, patience), () -> "only these came: " + targets());
  }

  /** Waits for a toy call to come so far. */
  void await(CountDownLatch latch, String what) throws InterruptedException {
    assertTrue(
        latch.await(patience.toMillis(), TimeUnit.MILLISECONDS),
        () -> what + ": " + latch.getCount() + " missing");
  }

  void assertConnectionsFreed(String when) throws InterruptedException {
    assertTrue(server.awaitNoConnections(patience), "connections stayed open " + when);
  }

  static String text(HttpResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try (server) {
      runner.close();
      assertTrue(
          !leavesNothingOpen || isWithoutConnections(),
          "connections stayed open behind a closed runner");
    }
  }

  private boolean isWithoutConnections() {
    try {
      return server.awaitNoConnections(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
