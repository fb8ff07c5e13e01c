package dev.atlasrestore;

/**
 * Receives the events of calls, for metrics and logs. Events contain no secrets and no ids.
 *
 * <p>Several threads call it at the same time, event loops among them. An implementation must be
 * thread-safe, must return quickly and must not block. Exceptions that it throws are ignored.
 */
@FunctionalInterface
public interface CallListener {

  /** Receives one event. */
  void on(CallEvent event);
}
