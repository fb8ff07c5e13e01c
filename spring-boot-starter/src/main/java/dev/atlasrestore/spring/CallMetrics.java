package dev.atlasrestore.spring;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * Records calls as metrics. {@code atlas.restore.requests} counts the requests that the service
 * counts against its rate limit, challenges and retries included.
 */
final class CallMetrics implements CallListener {

  private final Meter.MeterProvider<Counter> requests;
  private final Meter.MeterProvider<Counter> retries;
  private final Meter.MeterProvider<Timer> calls;

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
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived received) {
      count(Integer.toString(received.status()), received.requests());
    } else if (event instanceof CallEvent.RequestFailed failed) {
      count(lowerCase(failed.kind()), failed.requests());
    } else if (event instanceof CallEvent.Retried) {
      retries.withTags().increment();
    } else if (event instanceof CallEvent.Done done) {
      String failure = done.failure().map(Class::getSimpleName).orElse("none");
      calls
          .withTags("operation", lowerCase(done.call().operation()), "failure", failure)
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
