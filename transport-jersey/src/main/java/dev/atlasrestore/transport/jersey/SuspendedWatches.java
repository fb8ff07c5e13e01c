package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.OpenCalls;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.PollResult;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.InstantSource;

/**
 * The watches of a client that are between two polls. Such a watch holds no thread, but its call
 * has not ended. It continues with the next poll, or is cancelled when the client is closed.
 *
 * <p>If an application leaves a loop over a watch, nothing reports this. So a watch is also
 * cancelled after the garbage collector has found that its iterator is no longer reachable. The
 * next call of the client then makes the report.
 *
 * <p>Safe for use by many threads.
 */
final class SuspendedWatches implements AutoCloseable {

  private final InstantSource clock;
  private final OpenCalls<Suspension> suspensions = new OpenCalls<>();
  private final ReferenceQueue<PollIterator> abandoned = new ReferenceQueue<>();

  SuspendedWatches(InstantSource clock) {
    this.clock = clock;
  }

  /** A watch between two polls. Does not keep the iterator reachable. */
  static final class Suspension extends PhantomReference<PollIterator> {
    private final Step.Pause<PollResult> step;

    private Suspension(
        PollIterator iterator,
        Step.Pause<PollResult> step,
        ReferenceQueue<PollIterator> abandoned) {
      super(iterator, abandoned);
      this.step = step;
    }
  }

  /**
   * Suspends a watch.
   *
   * @param step the pending step of the watch
   */
  Suspension suspend(PollIterator iterator, Step.Pause<PollResult> step) {
    Suspension suspension = new Suspension(iterator, step, abandoned);
    if (!suspensions.add(suspension)) {
      cancel(suspension);
    }
    return suspension;
  }

  /**
   * Ends a suspension.
   *
   * @return the pending step of the watch
   * @throws TransportException of kind {@code CLIENT_CLOSED} if the watch was cancelled
   */
  Step.Pause<PollResult> resume(Suspension suspension) {
    if (!suspensions.remove(suspension)) {
      throw TransportException.clientClosed();
    }
    return suspension.step;
  }

  /** Cancels the watches whose iterators are no longer reachable. */
  void cancelAbandoned() {
    for (Reference<?> next = abandoned.poll(); next != null; next = abandoned.poll()) {
      cancel((Suspension) next);
    }
  }

  private void cancel(Suspension suspension) {
    if (suspensions.remove(suspension)) {
      suspension.step.cancelled(clock.instant());
    }
  }

  /** Cancels all watches, and each watch that is suspended later. */
  @Override
  public void close() {
    suspensions.close(this::cancel);
  }
}
