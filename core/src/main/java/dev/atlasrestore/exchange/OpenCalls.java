package dev.atlasrestore.exchange;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The calls of a client that have not ended. Closing the client ends each of them, and also each
 * call that starts at the same time or later. Safe for use by many threads.
 *
 * @param <C> the calls of a transport, compared by identity or by {@code equals}
 */
public final class OpenCalls<C> implements Iterable<C> {

  private final Set<C> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Creates a registry without calls. */
  public OpenCalls() {}

  /**
   * Adds a call, before it starts.
   *
   * @return whether the client is open. If not, the caller of this method ends the call; {@link
   *     #close} may end it too
   */
  public boolean enter(C call) {
    // In the other order, a call that enters while the client is closed could stay open.
    calls.add(call);
    return !closed;
  }

  /**
   * Removes a call that has ended.
   *
   * @return whether it was open
   */
  public boolean leave(C call) {
    return calls.remove(call);
  }

  /**
   * Passes each open call to this function. Calls that enter from now on get {@code false}. May be
   * called more than once.
   *
   * @param end ends a call, unless it has ended. It may remove calls
   */
  public void close(Consumer<? super C> end) {
    closed = true;
    calls.forEach(end);
  }

  /** Returns the open calls. Does not fail if calls enter or leave. */
  @Override
  public Iterator<C> iterator() {
    return calls.iterator();
  }
}
