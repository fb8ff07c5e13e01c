package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Iterates over the polls of one wait.
 *
 * <p>Each {@link #next()} makes one poll in the calling thread and returns the job. Each poll names
 * the call for the next one; the last poll names none. A poll that fails ends the iteration. For
 * use by one thread.
 */
final class PollIterator implements Iterator<RestoreJob> {

  private final JerseyRunner runner;
  private Optional<Call<PollResult>> nextPoll;

  PollIterator(JerseyRunner runner, Call<PollResult> firstPoll) {
    this.runner = runner;
    this.nextPoll = Optional.of(firstPoll);
  }

  @Override
  public boolean hasNext() {
    return nextPoll.isPresent();
  }

  @Override
  public RestoreJob next() {
    Call<PollResult> poll =
        nextPoll.orElseThrow(() -> new NoSuchElementException("The wait has ended"));
    nextPoll = Optional.empty();
    PollResult result = runner.run(poll);
    nextPoll = result.next().map(step -> step::elapsed);
    return result.job();
  }
}
