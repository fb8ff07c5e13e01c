package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Runs conversations on Reactor Netty: each step leads to the next by {@code expand}, so a wait of
 * any length keeps a flat stack; the scheduler gives time and pauses, so virtual time drives
 * everything; cancelling frees connection and timer.
 */
final class ReactorRunner implements AutoCloseable {

  private static final int CAPACITY_HINT = 4;

  private final HttpClient client;
  private final Scheduler scheduler;
  private final Sinks.Empty<Void> closing = Sinks.empty();

  ReactorRunner(HttpClient client, Scheduler scheduler) {
    this.client =
        client
            .followRedirect(false)
            .disableRetry(true)
            .doOnChannelInit(InformationalAnswers::skipOn);
    this.scheduler = scheduler;
  }

  /** A cold run: every subscription is a new conversation. */
  <T> Mono<T> run(Call<T> call) {
    Mono<T> conversation =
        attempt(() -> call.start(now()))
            .expand(this::next, CAPACITY_HINT)
            .last()
            .flatMap(ReactorRunner::end);
    Mono<T> closed = closing.asMono().then(Mono.error(TransportException::clientClosed));
    return Mono.firstWithSignal(closed, conversation);
  }

  private <T> Mono<Step<T>> next(Step<T> step) {
    if (step instanceof Step.Send<T> send) {
      return exchange(send).flatMap(report -> attempt(() -> report.apply(now())));
    }
    if (step instanceof Step.Pause<T> pause) {
      return Mono.delay(pause.delay(), scheduler)
          .flatMap(tick -> attempt(() -> pause.elapsed(now())));
    }
    return Mono.empty();
  }

  private static <T> Mono<T> end(Step<T> step) {
    return step instanceof Step.Done<T> done
        ? Mono.just(done.value())
        : Mono.error(((Step.Failed<T>) step).error());
  }

  /**
   * Signals whatever the step function throws, also what Reactor would call fatal and throw on:
   * nothing must hang.
   */
  private static <T> Mono<Step<T>> attempt(Supplier<Step<T>> stepFunction) {
    return Mono.defer(
        () -> {
          try {
            return Mono.just(stepFunction.get());
          } catch (Throwable thrown) {
            return Mono.error(thrown);
          }
        });
  }

  /** The exchange, and what is to be reported of it. */
  private <T> Mono<Function<Instant, Step<T>>> exchange(Step.Send<T> send) {
    return client
        .headers(
            headers ->
                send.request().headers().forEach(field -> headers.set(field.name(), field.value())))
        .request(HttpMethod.valueOf(send.request().method()))
        .uri(send.request().uri())
        .response(
            (head, content) ->
                body(head, content, send.maxBodyBytes()).map(bytes -> response(head, bytes)))
        .single()
        .timeout(send.timeout(), scheduler)
        .<Function<Instant, Step<T>>>map(response -> now -> send.answered(response, now))
        .onErrorResume(error -> Mono.just(now -> send.unanswered(Failures.of(error), now)));
  }

  private static Mono<byte[]> body(HttpClientResponse head, ByteBufFlux content, int maxBytes) {
    return content
        .collect(() -> new Body(head.responseHeaders(), maxBytes), Body::add)
        .map(Body::bytes)
        .onErrorMap(Failures::inBody);
  }

  private static HttpResponse response(HttpClientResponse head, byte[] body) {
    List<HttpHeader> fields = new ArrayList<>(head.responseHeaders().size());
    for (Map.Entry<String, String> field : head.responseHeaders()) {
      fields.add(new HttpHeader(field.getKey(), field.getValue()));
    }
    return HttpResponse.of(head.status().code(), fields, body);
  }

  private Instant now() {
    long nanos = scheduler.now(TimeUnit.NANOSECONDS);
    return Instant.ofEpochSecond(0, nanos);
  }

  @Override
  public void close() {
    closing.tryEmitEmpty();
  }
}
