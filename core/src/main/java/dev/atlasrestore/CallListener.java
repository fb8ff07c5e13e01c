package dev.atlasrestore;

/**
 * Is told what calls do: for metrics and for logs. Events hold no secrets and no ids.
 *
 * <p>Called on whatever thread moves the call on, an event loop among them, by many threads at
 * once: it must be quick, must not block and must be thread-safe. What it throws is ignored.
 */
@FunctionalInterface
public interface CallListener {

  /**
   * Takes one event.
   *
   * @param event what happened
   */
  void on(CallEvent event);
}
