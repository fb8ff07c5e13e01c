package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.CallListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records each call as an observation of Micrometer. {@code docs/configuration.md} shows it. */
public final class CallObservations implements CallListener {

  private final ObservationRegistry registry;
  private final Map<Long, Observation> active = new ConcurrentHashMap<>();

  public CallObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Started) {
      start(event.call());
    } else if (event instanceof CallEvent.Done done) {
      stop(event.call(), done.failure().map(Class::getSimpleName).orElse("none"));
    } else if (event instanceof CallEvent.Cancelled) {
      stop(event.call(), "cancelled");
    }
  }

  private void start(CallInfo call) {
    Observation observation =
        Observation.createNotStarted("atlas.restore.call", registry)
            .lowCardinalityKeyValue("operation", call.operation().name())
            .highCardinalityKeyValue("reference", call.reference().toString()); // in spans only
    active.put(call.number(), observation.start());
  }

  private void stop(CallInfo call, String failure) {
    Optional.ofNullable(active.remove(call.number()))
        .ifPresent(observation -> observation.lowCardinalityKeyValue("failure", failure).stop());
  }
}
