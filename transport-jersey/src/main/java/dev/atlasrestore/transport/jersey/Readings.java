package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The jobs that one wait reads, each in the thread that asks for it. */
final class Readings implements Iterator<RestoreJob> {

  private final JerseyRunner runner;
  private Optional<Call<PollResult>> next;

  Readings(JerseyRunner runner, Call<PollResult> wait) {
    this.runner = runner;
    this.next = Optional.of(wait);
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public RestoreJob next() {
    Call<PollResult> call =
        next.orElseThrow(() -> new NoSuchElementException("the wait for the job's end is over"));
    next = Optional.empty(); // a failure ends the wait
    PollResult reading = runner.run(call);
    next = reading.next();
    return reading.job();
  }
}
