package dev.atlasrestore.protocol;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One reading of a job that is being waited for.
 *
 * @param job the job as it was read
 * @param number which reading of this wait it is, from 1; polls that failed in passing are not
 *     counted
 * @param elapsed how long the wait has lasted
 * @param nextIn after which pause the next poll is due; zero for the last reading
 * @param next the conversation that leads to the next reading and begins with that pause; empty
 *     once the job's status is terminal
 */
public record PollResult(
    RestoreJob job,
    int number,
    Duration elapsed,
    Duration nextIn,
    Optional<Call<PollResult>> next) {

  /** Takes the parts. */
  public PollResult {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(nextIn, "nextIn");
    Objects.requireNonNull(next, "next");
  }
}
