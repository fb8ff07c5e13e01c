package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * An example of a listener: counts requests, retries and results of calls in a Micrometer registry.
 * No tag holds an id, so the number of meters stays small.
 */
final class MeterListener implements CallListener {

  private final MeterRegistry meters;

  MeterListener(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived received) {
      count(received.requests(), Integer.toString(received.status()));
    } else if (event instanceof CallEvent.RequestFailed failed) {
      count(failed.requests(), failed.kind().name());
    } else if (event instanceof CallEvent.Retried retried) {
      meters.timer("atlas.restore.retries").record(retried.delay());
    } else if (event instanceof CallEvent.Done done) {
      String failure = done.failure().map(Class::getSimpleName).orElse("none");
      meters
          .timer(
              "atlas.restore.calls",
              "operation",
              done.call().operation().name(),
              "failure",
              failure)
          .record(done.elapsed());
    }
  }

  /** Counts each request, because each counts against the service's rate limit. */
  private void count(int requests, String outcome) {
    meters.counter("atlas.restore.requests", "outcome", outcome).increment(requests);
  }
}
