package dev.atlasrestore.protocol;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one successful poll of a wait.
 *
 * @param job the job as the poll read it
 * @param number the number of this result within its wait, from 1; failed polls are not counted
 * @param elapsed the time since the start of the wait
 * @param nextIn the pause before the next poll; zero if this is the last result
 * @param next the pending step of the wait between two polls; empty if the job's status is
 *     terminal. The delay of this step is zero. If the runner wants the next result, it reports
 *     {@link Step.Pause#elapsed}; the steps that follow pause until the poll is due, and then poll.
 *     If the runner wants no further result, it reports {@link Step.Pending#cancelled}
 */
public record PollResult(
    RestoreJob job,
    int number,
    Duration elapsed,
    Duration nextIn,
    Optional<Step.Pause<PollResult>> next) {

  /** Checks that all parts are present. */
  public PollResult {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(nextIn, "nextIn");
    Objects.requireNonNull(next, "next");
  }
}
