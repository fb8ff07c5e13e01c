package dev.atlasrestore;

import java.util.Collection;

/**
 * Waiting for several restore jobs together, as the shards of one restore, which share a {@link
 * RestoreJob#batchId() batch id}. Stands beside {@link RestoreJobPort}; the same is true of
 * threads, failures and repeating.
 *
 * @param <L> a list of jobs, or the carrier that will hold one
 */
public interface RestoreBatchPort<L> {

  /**
   * Waits until every job's status is terminal, each as {@link RestoreJobPort#awaitCompletion} does
   * and with its deadline, which counts from the beginning of the batch; they share the rate of
   * polls, as all waits of a client do. Jobs that ended badly ({@link JobStatus#BROKEN}, {@link
   * JobStatus#KILLED}) are results.
   *
   * <p>Where a wait fails the others go on: when all have ended, {@link RestoreBatchException}
   * holds the jobs that ended and what the others failed with. Closing the client, or an interrupt,
   * ends the whole batch with an exception of its own.
   *
   * @param refs which jobs; a job that is named twice is read once. For no jobs nothing is sent
   * @return the ended jobs, or their carrier, in the order of {@code refs} and as many
   */
  L awaitAll(Collection<RestoreJobRef> refs);
}
