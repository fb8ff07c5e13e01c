package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.SeenRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A runner, a scripted server, and simple calls between them that do not depend on Atlas. {@link
 * #close()} closes the runner, and checks that it leaves no connection open.
 */
final class RunnerFixture implements AutoCloseable {

  static final ResponseReply OK = Reply.status(200).body("ok");

  /** A timeout that no test waits for. */
  static final Duration LONG = Duration.ofSeconds(15);

  private final RunnerUnderTest runner;
  private final FakeServer server;
  private final boolean checksConnections;
  private final Duration patience;
  private boolean runnerClosed;

  RunnerFixture(
      RunnerUnderTest runner, FakeServer server, boolean checksConnections, Duration patience) {
    this.runner = runner;
    this.server = server;
    this.checksConnections = checksConnections;
    this.patience = patience;
  }

  FakeServer server() {
    return server;
  }

  /** Returns the URI of this request target at the server. */
  URI uri(String target) {
    return URI.create(server.uri() + target);
  }

  /** Returns a call that sends one request and ends with its response or failure. */
  Call<Object> get(String target) {
    return get(target, LONG);
  }

  Call<Object> get(String target, Duration timeout) {
    return ExchangeCalls.send(HttpRequest.get(uri(target)), timeout);
  }

  /** Returns a call that transfers one body and ends with its response or failure. */
  Call<Object> transfer(
      String target, Duration idleTimeout, Function<HttpResponse, Optional<BodySink>> sinkFor) {
    return ExchangeCalls.transfer(HttpRequest.get(uri(target)), idleTimeout, sinkFor);
  }

  /** Transfers the body of a response that must be complete. */
  HttpResponse transferred(String target, BodySink sink) throws InterruptedException {
    return complete(target, run(transfer(target, LONG, head -> Optional.of(sink))));
  }

  /** Transfers without a sink. The response must be complete. */
  HttpResponse keptResponse(String target) throws InterruptedException {
    return complete(target, run(transfer(target, LONG, head -> Optional.empty())));
  }

  <T> Running<T> start(Call<T> call) {
    return runner.start(call);
  }

  <T> T run(Call<T> call) throws InterruptedException {
    return runner.start(call).await();
  }

  /** Lets a call pause for this long. */
  void pause(Duration delay) throws InterruptedException {
    run(now -> Step.pause(delay, later -> Step.done("ended")));
  }

  /** Sends a request that must get a response. */
  HttpResponse response(String target) throws InterruptedException {
    return complete(target, run(get(target)));
  }

  private static HttpResponse complete(String target, Object result) {
    return assertInstanceOf(
        HttpResponse.class, result, () -> "no response to " + target + ": " + result);
  }

  /** Sends a request that must fail. */
  TransportFailure failure(String target) throws InterruptedException {
    return failure(get(target));
  }

  /** Runs a call whose request must fail. */
  TransportFailure failure(Call<Object> call) throws InterruptedException {
    return assertInstanceOf(
        TransportFailure.class, run(call), "a response was reported instead of a failure");
  }

  /** Returns the targets of all requests that the server has received, in order. */
  List<String> targets() {
    return server.requests().stream().map(SeenRequest::target).toList();
  }

  void awaitRequests(int count) throws InterruptedException {
    assertTrue(
        server.awaitRequests(count, patience),
        () -> "expected " + count + " requests, received " + targets());
  }

  /** Waits until a call has reached a point in its step functions. */
  void await(CountDownLatch latch, String event) throws InterruptedException {
    assertTrue(
        latch.await(patience.toMillis(), TimeUnit.MILLISECONDS),
        () -> event + ": still missing " + latch.getCount());
  }

  void assertConnectionsFreed(String when) throws InterruptedException {
    assertTrue(server.awaitNoConnections(patience), "connections stayed open " + when);
  }

  static String text(HttpResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Closes the runner before the end of the test. */
  void closeRunner() {
    runnerClosed = true;
    runner.close();
  }

  @Override
  public void close() {
    try (server) {
      if (!runnerClosed) {
        runner.close();
      }
      assertTrue(
          !checksConnections || isWithoutConnections(), "the closed runner left connections open");
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
