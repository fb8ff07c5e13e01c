package dev.atlasrestore.examples.webflux;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Ends all waits when the application shuts down. A wait takes minutes to hours, so a graceful
 * shutdown would otherwise last until its timeout. Reads are short and may finish.
 *
 * <p>The default phase is the highest one, so this bean stops before the web server.
 */
@Component
class OpenWaits implements SmartLifecycle {

  private final AtomicInteger open = new AtomicInteger();
  private volatile Sinks.Empty<Object> stop = Sinks.empty();
  private volatile boolean running;

  OpenWaits(MeterRegistry registry) {
    Gauge.builder("atlas.restore.waits", open, AtomicInteger::get)
        .description("Waits for restore jobs that are in progress for clients")
        .register(registry);
  }

  /**
   * Returns the wait, limited by the shutdown. When the application stops, the source is cancelled
   * and the result fails with status 503.
   */
  <T> Flux<T> untilShutdown(Flux<T> wait) {
    return Flux.defer(
        () -> {
          open.incrementAndGet();
          return wait.takeUntilOther(stop.asMono()).doFinally(end -> open.decrementAndGet());
        });
  }

  @Override
  public void start() {
    stop = Sinks.empty();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stop.tryEmitError(
        new ResponseStatusException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "This application is shutting down. The restore continues. Send the request again."));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
