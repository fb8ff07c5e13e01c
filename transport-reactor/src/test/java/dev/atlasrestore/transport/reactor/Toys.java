package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;

/** Calls that know nothing of Atlas. */
final class Toys {

  static final Duration SOON = Duration.ofSeconds(10);
  static final int MAX_BODY = 1000;

  private Toys() {}

  /** One request; its report, an answer or a failure, is the result. */
  static Call<Object> get(URI uri) {
    return get(uri, SOON);
  }

  static Call<Object> get(URI uri, Duration timeout) {
    return send(HttpRequest.get(uri), timeout);
  }

  static Call<Object> send(HttpRequest request, Duration timeout) {
    return now ->
        Step.send(
            request,
            timeout,
            MAX_BODY,
            (answer, then) -> Step.done(answer),
            (failure, then) -> Step.done(failure));
  }

  static TransportFailure failure(ReactorRunner runner, Call<Object> call) {
    return (TransportFailure) result(runner, call);
  }

  static HttpResponse answer(ReactorRunner runner, Call<Object> call) {
    return (HttpResponse) result(runner, call);
  }

  static Object result(ReactorRunner runner, Call<Object> call) {
    return runner.run(call).blockOptional(Duration.ofSeconds(30)).orElseThrow();
  }
}
