package dev.atlasrestore.verification.telemetry;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * An example of a listener: what calls cost and how they end, in a Micrometer registry. No tag
 * holds an id, so the number of meters is small whatever is called.
 */
final class MeterListener implements CallListener {

  private final MeterRegistry meters;

  MeterListener(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived answered) {
      attempt(answered.requests(), Integer.toString(answered.status()));
    } else if (event instanceof CallEvent.RequestFailed unanswered) {
      attempt(unanswered.requests(), unanswered.kind().name());
    } else if (event instanceof CallEvent.Retried retried) {
      meters.timer("atlas.restore.retries").record(retried.delay());
    } else if (event instanceof CallEvent.Done done) {
      String end = done.failure().map(Class::getSimpleName).orElse("none");
      meters
          .timer("atlas.restore.calls", "operation", done.operation().name(), "failure", end)
          .record(done.elapsed());
    }
  }

  /** Each request counts against the service's rate limit. */
  private void attempt(int requests, String outcome) {
    meters.counter("atlas.restore.requests", "outcome", outcome).increment(requests);
  }
}
