package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates calls of one exchange, without digest and JSON, for tests of a runner. The result of a
 * call is the {@link HttpResponse} or the {@link TransportFailure} that the runner reports.
 */
public final class ExchangeCalls {

  /** The {@code maxBodyBytes} of every step. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  private ExchangeCalls() {}

  /** Returns a call that sends this request. */
  public static Call<Object> send(HttpRequest request, Duration timeout) {
    return now ->
        Step.send(
            request,
            timeout,
            MAX_BODY_BYTES,
            (response, then) -> Step.done(response),
            (failure, then) -> Step.done(failure));
  }

  /**
   * Returns a call that sends this request and passes the body of the response to a sink.
   *
   * @param idleTimeout how long the runner waits for the next bytes
   * @param sinkFor returns the sink for the head of a response; empty to keep the body
   */
  public static Call<Object> transfer(
      HttpRequest request,
      Duration idleTimeout,
      Function<HttpResponse, Optional<BodySink>> sinkFor) {
    return now ->
        new Step.Transfer<>(
            request,
            idleTimeout,
            MAX_BODY_BYTES,
            sinkFor,
            (event, then) ->
                event instanceof Event.Answered answered
                    ? Step.done(answered.response())
                    : event instanceof Event.Unanswered unanswered
                        ? Step.done(unanswered.failure())
                        : Step.afterCancellation());
  }
}
