package dev.atlasrestore;

/**
 * Receives the events of calls, for metrics, traces and logs. Events contain no secrets.
 *
 * <p>Several threads call it at the same time, event loops among them. An implementation must be
 * thread-safe, must return quickly and must not block. The events of one call arrive one after
 * another, possibly on different threads. Everything that a listener throws is ignored, except a
 * {@link VirtualMachineError}, which ends the call.
 */
@FunctionalInterface
public interface CallListener {

  /** Ignores all events. A client with this listener creates no events. */
  CallListener NONE = event -> {};

  /** Receives one event. */
  void on(CallEvent event);
}
