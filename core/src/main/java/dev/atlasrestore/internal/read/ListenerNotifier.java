package dev.atlasrestore.internal.read;

import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.ResourceRef;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Notifies the client's listener. Safe for use by many threads. */
public final class ListenerNotifier {

  /** One sequence for all clients, because clients may share a listener. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final CallListener listener;

  /** Creates a notifier of this listener. */
  public ListenerNotifier(CallListener listener) {
    this.listener = listener;
  }

  /**
   * Returns the notifier of a call that has not started.
   *
   * @param began the time from which the duration of the call counts
   */
  public CallNotifier forCall(Operation operation, ResourceRef ref, Instant began) {
    return listener == CallListener.NONE
        ? CallNotifier.SILENT
        : new ListeningCallNotifier(
            listener, new CallInfo(NUMBERS.incrementAndGet(), operation, ref), began);
  }
}
