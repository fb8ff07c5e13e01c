package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls of one exchange, without digest and JSON. Their result is the response or the transport
 * failure.
 */
final class TestCalls {

  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private TestCalls() {}

  static Call<Object> get(URI uri) {
    return get(uri, TIMEOUT);
  }

  static Call<Object> get(URI uri, Duration timeout) {
    return ExchangeCalls.send(HttpRequest.get(uri), timeout);
  }

  /** Returns a call that passes the body of a response with status 200 to this sink. */
  static Call<Object> transfer(URI uri, BodySink sink) {
    return transfer(uri, TIMEOUT, sink);
  }

  static Call<Object> transfer(URI uri, Duration idleTimeout, BodySink sink) {
    return ExchangeCalls.transfer(
        HttpRequest.get(uri),
        idleTimeout,
        head -> head.status() == 200 ? Optional.of(sink) : Optional.empty());
  }

  /** Runs a call that must end with a failure. */
  static TransportFailure failure(ReactorRunner runner, Call<Object> call) {
    return (TransportFailure) result(runner, call);
  }

  /** Runs a call that must end with a response. */
  static HttpResponse response(ReactorRunner runner, Call<Object> call) {
    return (HttpResponse) result(runner, call);
  }

  static Object result(ReactorRunner runner, Call<Object> call) {
    return runner.run(call).blockOptional(Duration.ofSeconds(30)).orElseThrow();
  }
}
