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
 * Ends waits when the application is told to stop. They last for minutes to hours, and a graceful
 * shutdown would wait for them until its own time is over; short reads it lets finish.
 *
 * <p>The default phase is the highest, so this stops before the web server does.
 */
@Component
class OpenWaits implements SmartLifecycle {

  private final AtomicInteger open = new AtomicInteger();
  private volatile Sinks.Empty<Object> stop = Sinks.empty();
  private volatile boolean running;

  OpenWaits(MeterRegistry registry) {
    Gauge.builder("atlas.restore.waits", open, AtomicInteger::get)
        .description("Waits for the end of a restore job that clients listen to now")
        .register(registry);
  }

  /** The wait, which ends with status 503 when the application stops: its source is cancelled. */
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
            "This application stops; the restore goes on. Ask again"));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
