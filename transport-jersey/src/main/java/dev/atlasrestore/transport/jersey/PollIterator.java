package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import dev.atlasrestore.transport.jersey.SuspendedWatches.Suspension;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Iterates over the polls of one wait.
 *
 * <p>Each {@link #next()} makes one poll in the calling thread and returns the job. Between two
 * polls the wait is suspended. A poll that fails ends the iteration. For use by one thread.
 */
final class PollIterator implements Iterator<RestoreJob> {

  private final JerseyRunner runner;
  private final Call<PollResult> firstPoll;
  private boolean started;
  private Optional<Suspension> suspension = Optional.empty();

  PollIterator(JerseyRunner runner, Call<PollResult> firstPoll) {
    this.runner = runner;
    this.firstPoll = firstPoll;
  }

  @Override
  public boolean hasNext() {
    return !started || suspension.isPresent();
  }

  @Override
  public RestoreJob next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The wait has ended");
    }
    PollResult result = poll();
    suspension = result.next().map(step -> runner.suspendedWatches().suspend(this, step));
    return result.job();
  }

  private PollResult poll() {
    if (!started) {
      started = true;
      return runner.run(firstPoll);
    }
    Suspension ended = suspension.orElseThrow();
    suspension = Optional.empty();
    return runner.run(runner.suspendedWatches().resume(ended));
  }
}
