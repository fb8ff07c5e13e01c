package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.AtlasException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Shows a wait as server-sent events: one event for each view, and comments between them. The
 * comments keep proxies from closing an idle connection.
 *
 * <p>A failure before the first event gets its own HTTP status. After the first event the status
 * has already been sent, so a {@code problem} event ends the stream.
 */
@Component
class RestoreEvents {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Sends each view as an event with this name. */
  Flux<ServerSentEvent<Object>> of(String name, Flux<?> views) {
    return Flux.defer(
        () -> {
          AtomicBoolean started = new AtomicBoolean();
          return withHeartbeat(views.map(view -> event(name, view)))
              .doOnNext(event -> started.set(true))
              .onErrorResume(error -> started.get() ? problem(error) : Mono.error(error));
        });
  }

  static Flux<ServerSentEvent<Object>> withHeartbeat(Flux<ServerSentEvent<Object>> events) {
    Flux<ServerSentEvent<Object>> heartbeat =
        Flux.interval(HEARTBEAT)
            .onBackpressureDrop()
            .map(beat -> ServerSentEvent.builder().comment("still waiting").build());
    return events.publish(
        shared -> Flux.merge(shared, heartbeat.takeUntilOther(shared.then().onErrorComplete())));
  }

  private static Mono<ServerSentEvent<Object>> problem(Throwable error) {
    return error instanceof AtlasException failure
        ? Mono.just(event("problem", Problems.of(failure).getBody()))
        : Mono.error(error);
  }

  static ServerSentEvent<Object> event(String name, Object data) {
    return ServerSentEvent.builder().event(name).data(data).build();
  }
}
