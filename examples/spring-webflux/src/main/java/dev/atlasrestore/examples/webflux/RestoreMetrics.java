package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * What calls do, as metrics. {@code atlas.restore.requests} counts what the service counts against
 * its rate limit, challenges and retries included.
 */
@Component
class RestoreMetrics implements CallListener {

  private final Meter.MeterProvider<Counter> requests;
  private final Meter.MeterProvider<Counter> retries;
  private final Meter.MeterProvider<Timer> calls;

  RestoreMetrics(MeterRegistry registry) {
    requests =
        Counter.builder("atlas.restore.requests")
            .description("Requests to the service, by what the attempt came to")
            .withRegistry(registry);
    retries =
        Counter.builder("atlas.restore.retries")
            .description("Attempts that were repeated")
            .withRegistry(registry);
    calls =
        Timer.builder("atlas.restore.calls")
            .description("Reads and waits, with all that happened in them")
            .withRegistry(registry);
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived answered) {
      count(Integer.toString(answered.status()), answered.requests());
    } else if (event instanceof CallEvent.RequestFailed unanswered) {
      count(lowerCase(unanswered.kind()), unanswered.requests());
    } else if (event instanceof CallEvent.Retried) {
      retries.withTags().increment();
    } else if (event instanceof CallEvent.Done done) {
      String outcome = done.failure().map(Class::getSimpleName).orElse("none");
      calls
          .withTags("operation", lowerCase(done.operation()), "failure", outcome)
          .record(done.elapsed());
    }
  }

  private void count(String outcome, int sent) {
    requests.withTags("outcome", outcome).increment(sent);
  }

  private static String lowerCase(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
