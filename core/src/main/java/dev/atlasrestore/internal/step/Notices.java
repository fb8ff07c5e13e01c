package dev.atlasrestore.internal.step;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.CallStats;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells a listener, whatever it throws: what listens must not change what happens. */
public final class Notices {

  private final CallListener listener;

  /** Notices to this listener. */
  public Notices(CallListener listener) {
    this.listener = listener;
  }

  /** Tells that a call has ended: with a job, or with this error. */
  public void done(
      CallEvent.Operation operation, CallStats stats, Optional<RuntimeException> error) {
    OptionalInt status =
        error.isPresent() && error.get() instanceof ApiException refused
            ? OptionalInt.of(refused.status())
            : OptionalInt.empty();
    tell(
        new CallEvent.Done(
            operation,
            stats.attempts(),
            stats.elapsed(),
            error.map(RuntimeException::getClass),
            status));
  }

  /** Tells one event. */
  public void tell(CallEvent event) {
    try {
      listener.on(event);
    } catch (Throwable ignored) {
      // the listener's own affair
    }
  }
}
