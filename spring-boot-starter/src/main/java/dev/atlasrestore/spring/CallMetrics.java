package dev.atlasrestore.spring;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records calls as metrics. {@code atlas.restore.requests} counts the requests that the service
 * counts against its rate limit, challenges and retries included. {@code
 * atlas.restore.calls.active} is exact, because every call has one start and one end.
 */
final class CallMetrics implements CallListener {

  private final Meter.MeterProvider<Counter> requests;
  private final Meter.MeterProvider<Counter> retries;
  private final Meter.MeterProvider<Timer> calls;
  private final AtomicInteger active = new AtomicInteger();

  CallMetrics(MeterRegistry registry) {
    requests =
        Counter.builder("atlas.restore.requests")
            .description("Requests to the service, by the outcome of the attempt")
            .withRegistry(registry);
    retries =
        Counter.builder("atlas.restore.retries")
            .description("Attempts that were repeated")
            .withRegistry(registry);
    calls =
        Timer.builder("atlas.restore.calls")
            .description("Duration of reads and waits, retries and pauses included")
            .withRegistry(registry);
    Gauge.builder("atlas.restore.calls.active", active, AtomicInteger::get)
        .description("Reads and waits that have started and not ended")
        .register(registry);
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Started) {
      active.incrementAndGet();
    } else if (event instanceof CallEvent.ResponseReceived received) {
      count(Integer.toString(received.status()), received.requests());
    } else if (event instanceof CallEvent.RequestFailed failed) {
      count(lowerCase(failed.kind()), failed.requests());
    } else if (event instanceof CallEvent.Retried) {
      retries.withTags().increment();
    } else if (event instanceof CallEvent.Done done) {
      ended(done.call(), done.failure().map(Class::getSimpleName).orElse("none"), done.elapsed());
    } else if (event instanceof CallEvent.Cancelled cancelled) {
      ended(cancelled.call(), "cancelled", cancelled.elapsed());
    }
  }

  private void ended(CallInfo call, String failure, Duration elapsed) {
    active.decrementAndGet();
    calls.withTags("operation", lowerCase(call.operation()), "failure", failure).record(elapsed);
  }

  private void count(String outcome, int sent) {
    requests.withTags("outcome", outcome).increment(sent);
  }

  private static String lowerCase(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
