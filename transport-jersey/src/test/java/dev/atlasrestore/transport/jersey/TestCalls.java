package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import java.net.URI;
import java.time.Duration;

/** Creates simple calls for tests of the runner. */
final class TestCalls {

  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(300);

  private TestCalls() {}

  /** Returns a call that sends a GET and ends with the response or the {@link TransportFailure}. */
  static Call<Object> send(URI uri, Duration timeout) {
    return ExchangeCalls.send(HttpRequest.get(uri), timeout);
  }

  /** Returns a call that sends and pauses in turn and never ends. */
  static Call<Object> sendForEver(URI uri, Duration pause) {
    return now ->
        Step.send(
            HttpRequest.get(uri),
            LONG,
            ExchangeCalls.MAX_BODY_BYTES,
            (response, later) -> Step.pause(pause, then -> sendForEver(uri, pause).start(then)),
            (failure, later) -> Step.pause(pause, then -> sendForEver(uri, pause).start(then)));
  }

  /** Returns a call that pauses once. */
  static Call<Object> pause(Duration delay) {
    return now -> Step.pause(delay, later -> Step.done("elapsed"));
  }
}
