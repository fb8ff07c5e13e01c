package dev.atlasrestore.internal.read;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.CallStats;
import java.util.Optional;
import java.util.OptionalInt;

/** Notifies the client's listener. Everything that the listener throws is ignored. */
public final class ListenerNotifier {

  private final CallListener listener;

  /** Creates a notifier of this listener. */
  public ListenerNotifier(CallListener listener) {
    this.listener = listener;
  }

  /**
   * Notifies that a call has ended.
   *
   * @param error the exception that the call failed with; empty if the call succeeded
   */
  public void callEnded(
      CallEvent.Operation operation, CallStats stats, Optional<RuntimeException> error) {
    OptionalInt status =
        error.isPresent() && error.get() instanceof ApiException refused
            ? OptionalInt.of(refused.status())
            : OptionalInt.empty();
    send(
        new CallEvent.Done(
            operation,
            stats.attempts(),
            stats.elapsed(),
            error.map(RuntimeException::getClass),
            status));
  }

  /** Notifies of one event. */
  public void send(CallEvent event) {
    try {
      listener.on(event);
    } catch (Throwable ignored) {
      // A faulty listener must not change the call.
    }
  }
}
