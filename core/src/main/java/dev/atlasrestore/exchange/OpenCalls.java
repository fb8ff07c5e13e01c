package dev.atlasrestore.exchange;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The calls of a client that have not ended. {@link #close} passes them to a function that ends
 * them. A call that is added later is refused, and its runner ends it. Safe for use by many
 * threads.
 *
 * @param <C> the type of a call; compared with {@code equals}
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
  public boolean add(C call) {
    // In the other order, a call that is added while another thread closes the client could stay
    // open.
    calls.add(call);
    return !closed;
  }

  /** Returns whether the client was closed. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Removes a call that has ended.
   *
   * @return whether it was open
   */
  public boolean remove(C call) {
    return calls.remove(call);
  }

  /**
   * Passes each open call to this function. From now on {@link #add} returns false. May be called
   * more than once.
   *
   * @param end ends a call, unless it has ended. It may remove calls
   */
  public void close(Consumer<? super C> end) {
    closed = true;
    calls.forEach(end);
  }

  /** Returns the open calls. Does not fail if calls are added or removed. */
  @Override
  public Iterator<C> iterator() {
    return calls.iterator();
  }
}
